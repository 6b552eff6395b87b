// A connection to a Socket.IO server over a WebSocket: what the chat's client asks of socket.io-client, in a tenth of its
// size. Knows neither rooms nor messages; coming back after a loss is its user's work.

import { GOODBYE, PONG, type Packet, readPacket, writeConnect, writeRequest } from "./packets.ts";

/** Hears what becomes of a connection. */
export interface SocketEvents {
  /** The server let it in. */
  connected: () => void;
  /** It was not opened, or the server refused it: `data` says why then. */
  failed: (error: Error & { data?: unknown }) => void;
  /** It was open and is lost, or was closed from here. */
  lost: () => void;
  /** The server sent an event. */
  received: (event: string, payload: unknown) => void;
}

/** Where to, and as whom. */
export interface LightSocketOptions {
  path: string;
  auth: object;
  /** How long the opening may take, in milliseconds. */
  timeout: number;
}

interface Request {
  resolve: (answer: unknown) => void;
  reject: (error: Error) => void;
}

/** A socket that connects when it is told to, again and again. */
export class LightSocket {
  /** The server's name for the connection, undefined while there is none. */
  id: string | undefined;
  #address: string;
  #options: LightSocketOptions;
  #events: SocketEvents;
  #webSocket: WebSocket | undefined;
  #deadline: ReturnType<typeof setTimeout> | undefined;
  #requests = new Map<number, Request>();
  #lastRequest = 0;
  #silenceMs = 0;

  /** @param origin `http://…` or `https://…`, of the page's own server */
  constructor(origin: string, options: LightSocketOptions, events: SocketEvents) {
    this.#address = `${origin.replace(/^http/, "ws")}${options.path}/?EIO=4&transport=websocket`;
    this.#options = options;
    this.#events = events;
  }

  /** Begins to connect. Does nothing where that is under way or done. */
  connect(): void {
    if (this.#webSocket !== undefined) return;
    const webSocket = new WebSocket(this.#address);
    this.#webSocket = webSocket;
    // What a connection that was given up still has to say concerns nobody.
    const whileCurrent =
      <E>(act: (event: E) => void) =>
      (event: E): void => {
        if (this.#webSocket === webSocket) act(event);
      };
    webSocket.addEventListener(
      "message",
      whileCurrent(({ data }: MessageEvent<unknown>) => this.#read(data)),
    );
    webSocket.addEventListener(
      "close",
      whileCurrent(() => this.#lose("closed")),
    );
    addEventListener("offline", this.#goOffline);
    this.#expectWithin(this.#options.timeout);
  }

  /** Ends the connection, or the attempt at one. */
  disconnect(): void {
    if (this.id !== undefined) this.#webSocket?.send(GOODBYE);
    const wasConnected = this.id !== undefined;
    this.#drop();
    if (wasConnected) this.#events.lost();
  }

  /** Rejects where no answer comes within `ms` milliseconds, or the connection is lost before. */
  async request(ms: number, event: string, payload: object): Promise<unknown> {
    const request = ++this.#lastRequest;
    let timer: ReturnType<typeof setTimeout> | undefined;
    try {
      return await new Promise((resolve, reject) => {
        this.#requests.set(request, { resolve, reject });
        timer = setTimeout(() => reject(new Error("timeout")), ms);
        this.#webSocket?.send(writeRequest(request, event, payload));
      });
    } finally {
      clearTimeout(timer);
      this.#requests.delete(request);
    }
  }

  #goOffline = (): void => this.#lose("offline");

  #read(frame: unknown): void {
    let packet: Packet;
    try {
      packet = readPacket(String(frame));
    } catch {
      return this.#lose("nonsense");
    }
    if (this.id !== undefined) this.#expectWithin(this.#silenceMs);
    this.#take(packet);
  }

  #take({ kind, request, payload }: Packet): void {
    switch (kind) {
      case "0":
        this.#silenceMs = Number(payload["pingInterval"]) + Number(payload["pingTimeout"]);
        return this.#webSocket?.send(writeConnect(this.#options.auth));
      case "1":
      case "41":
        return this.#lose("ended by the server");
      case "2":
        return this.#webSocket?.send(PONG);
      case "40":
        this.id = String(payload["sid"]);
        this.#expectWithin(this.#silenceMs);
        return this.#events.connected();
      case "42":
        return this.#events.received(String(payload[0]), payload[1]);
      case "43":
        return this.#requests.get(request)?.resolve(payload[0]);
      case "44": {
        const { message, data } = payload;
        this.#drop();
        return this.#events.failed(Object.assign(new Error(String(message)), { data }));
      }
    }
  }

  /** A server that is silent for longer is dead. */
  #expectWithin(ms: number): void {
    clearTimeout(this.#deadline);
    this.#deadline = setTimeout(() => this.#lose("timeout"), ms);
  }

  #lose(why: string): void {
    const wasConnected = this.id !== undefined;
    this.#drop();
    if (wasConnected) this.#events.lost();
    else this.#events.failed(new Error(why));
  }

  #drop(): void {
    const webSocket = this.#webSocket;
    this.#webSocket = undefined;
    this.id = undefined;
    clearTimeout(this.#deadline);
    removeEventListener("offline", this.#goOffline);
    webSocket?.close();
    for (const { reject } of this.#requests.values()) reject(new Error("disconnected"));
  }
}
