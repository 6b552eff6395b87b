// A small server of the chat for tests: real sockets, a history in memory, and a script for what should go wrong.
// Knows the wire alone, nothing of the client.

import { createServer, type Server as HttpServer } from "node:http";

import type { Message } from "@chat/protocol";
import { Server, type Socket } from "socket.io";

import { freePort } from "../../../../test-support/free-port.ts";

type Answer = Record<string, unknown>;

/** What a script may say to a request: an answer of its own, `"silence"`, or nothing for the ordinary course. */
export type Script = (
  event: string,
  payload: Record<string, unknown>,
  socket: Socket,
) => Answer | "silence" | undefined | Promise<Answer | "silence" | undefined>;

/** The fake. Every request it gets is kept in `requests`. */
export class FakeServer {
  readonly requests: { event: string; payload: Record<string, unknown> }[] = [];
  /** The paths of HTTP requests that were not Socket.IO's own. */
  readonly paths: string[] = [];
  /** How many messages of a room are kept. */
  limit = 100;
  /** What happens to a request before the ordinary course. */
  script: Script = () => undefined;
  /** Refuses handshakes while set. */
  refusal: { code: string; message: string; retryAfterMs?: number } | undefined;
  /** Holds announcements back while true, so that acknowledgements come first. */
  mute = false;
  url = "";
  #http: HttpServer = createServer();
  #io: Server = new Server();
  #rooms = new Map<string, Message[]>();
  #lastIds = new Map<string, number>();
  #nonces = new Map<string, Message>();
  #port = 0;

  /** Listens on a free port, or on the one of the time before. */
  async start(): Promise<void> {
    this.#http = createServer((request, response) => {
      this.paths.push(request.url ?? "");
      response.writeHead(404).end();
    });
    this.#http.on("upgrade", (request) => {
      if (request.url?.startsWith("/socket.io/") !== true) this.paths.push(request.url ?? "");
    });
    this.#io = new Server(this.#http, { pingInterval: 2_000, pingTimeout: 2_000 });
    this.#io.use((_socket, next) => {
      if (this.refusal === undefined) return next();
      next(Object.assign(new Error(this.refusal.message), { data: this.refusal }));
    });
    this.#io.on("connection", (socket) => this.#serve(socket));
    if (this.#port === 0) this.#port = await freePort();
    await new Promise<void>((resolve, reject) => {
      this.#http.once("error", reject);
      this.#http.listen(this.#port, "127.0.0.1", resolve);
    });
    this.url = `http://127.0.0.1:${this.#port}`;
  }

  async stop(): Promise<void> {
    await this.#io.close();
  }

  /** Cuts every connection the hard way. */
  cut(): void {
    for (const socket of this.#io.of("/").sockets.values()) socket.conn.close();
  }

  /** Disconnects every client in good order. */
  kick(): void {
    this.#io.disconnectSockets(false);
  }

  /** Sends an event to all who are in a room. */
  emit(room: string, event: string, payload: unknown): void {
    this.#io.to(room).emit(event, payload);
  }

  /** Sends an event to everybody. */
  emitToAll(event: string, ...payload: unknown[]): void {
    this.#io.emit(event, ...payload);
  }

  /** Stores a message and announces it, unless told otherwise. */
  post(room: string, username: string, message: string, announced = true): Message {
    const stored = this.store(room, username, message);
    if (announced) this.emit(room, "message", stored);
    return stored;
  }

  /** Stores a message without telling anybody. */
  store(room: string, username: string, message: string): Message {
    const list = this.list(room);
    const id = (this.#lastIds.get(room) ?? 1_000) + 1;
    const stored: Message = {
      id,
      prev: list.at(-1)?.id ?? 0,
      room,
      username,
      message,
      timestamp: new Date(1_700_000_000_000 + id).toISOString(),
    };
    list.push(stored);
    this.#lastIds.set(room, id);
    if (list.length > this.limit) list.splice(0, list.length - this.limit);
    return stored;
  }

  /** The history of a room, oldest first. */
  list(room: string): Message[] {
    let list = this.#rooms.get(room);
    if (list === undefined) this.#rooms.set(room, (list = []));
    return list;
  }

  /** Empties the history of a room; ids grow on. */
  flush(room: string): void {
    this.list(room).length = 0;
  }

  /** The payloads of the requests of one kind. */
  asked(event: string): Record<string, unknown>[] {
    return this.requests.filter((request) => request.event === event).map(({ payload }) => payload);
  }

  /** Settles when a request of that kind has come, the `count`-th of all. */
  async awaitRequest(event: string, count = 1): Promise<void> {
    while (this.asked(event).length < count)
      await new Promise<void>((resolve) => this.#waiting.add(resolve));
  }

  /** Does what a request asks for, in the ordinary course. */
  answerAs(event: string, payload: Record<string, unknown>, socket: Socket): Answer {
    return this.#answer(event, payload, socket);
  }

  /** As if the window of the nonces had passed. */
  forgetNonces(): void {
    this.#nonces.clear();
  }

  #waiting = new Set<() => void>();

  #serve(socket: Socket): void {
    socket.onAny((event: string, ...args: unknown[]) => void this.#take(event, args, socket));
    socket.on("disconnect", () => {
      for (const room of (socket.data.rooms ?? []) as string[]) {
        this.#announce("user_left", room, socket.data.username, { reason: "disconnected" });
      }
    });
  }

  async #take(event: string, args: unknown[], socket: Socket): Promise<void> {
    const payload = (args[0] ?? {}) as Record<string, unknown>;
    const acknowledge = args.at(-1);
    this.requests.push({ event, payload });
    for (const resolve of this.#waiting) resolve();
    this.#waiting.clear();
    const said = this.script(event, payload, socket);
    // Awaited only where it has to be: the order of requests stays the order of arrival.
    const scripted = said instanceof Promise ? await said : said;
    const answer = scripted ?? this.#answer(event, payload, socket);
    if (answer !== "silence" && typeof acknowledge === "function") acknowledge(answer);
  }

  #answer(event: string, payload: Record<string, unknown>, socket: Socket): Answer {
    const room = toText(payload["room"]);
    switch (event) {
      case "join":
        return this.#join(room, payload, socket);
      case "leave":
        void socket.leave(room);
        socket.data.rooms = ((socket.data.rooms as string[]) ?? []).filter((name) => name !== room);
        this.#announce("user_left", room, socket.data.username, { reason: "left" });
        return { ok: true, room };
      case "message":
        return this.#message(room, payload);
      case "history":
        return { ok: true, room, ...this.page(room, payload, false) };
      case "members":
        return { ok: true, room, members: this.#members(room) };
      case "rooms":
        return {
          ok: true,
          rooms: [...this.#rooms.keys()].map((name) => ({
            room: name,
            members: 0,
            lastMessageAt: null,
          })),
        };
      case "typing":
        socket
          .to(room)
          .emit("typing", { room, username: socket.data.username, typing: payload["typing"] });
        return { ok: true };
      default:
        return { ok: false, error: { code: "invalid_request", message: "unknown" } };
    }
  }

  #join(room: string, payload: Record<string, unknown>, socket: Socket): Answer {
    const username = toText(payload["username"]);
    socket.data.username = username;
    socket.data.rooms = [...((socket.data.rooms as string[]) ?? []), room];
    void socket.join(room);
    socket.emit("room_history", { room, ...this.page(room, payload, true) });
    const members = this.#members(room);
    socket.to(room).emit("user_joined", {
      room,
      username,
      timestamp: new Date().toISOString(),
      members: members.length,
    });
    return { ok: true, room, username, members };
  }

  #message(room: string, payload: Record<string, unknown>): Answer {
    const key = `${toText(payload["username"])}|${room}|${toText(payload["nonce"])}`;
    const seen = this.#nonces.get(key);
    if (seen) return { ok: true, message: seen };
    const stored = this.post(
      room,
      toText(payload["username"]),
      toText(payload["message"]),
      !this.mute,
    );
    this.#nonces.set(key, stored);
    return { ok: true, message: stored };
  }

  /** A part of the history and whether it is whole, as the contract says. */
  page(
    room: string,
    query: Record<string, unknown>,
    newest: boolean,
  ): { messages: Message[]; complete: boolean } {
    const list = this.list(room);
    const limit = (query["limit"] as number | undefined) ?? 100;
    const after = query["after"] as number | undefined;
    const before = query["before"] as number | undefined;
    const part = list.filter(({ id }) => id > (after ?? 0) && id < (before ?? Infinity));
    const oldestFirst = after !== undefined && !newest;
    const messages = limit === 0 ? [] : oldestFirst ? part.slice(0, limit) : part.slice(-limit);
    const first = messages[0];
    const from = after ?? 0;
    if (first === undefined) return { messages, complete: (list.at(-1)?.id ?? 0) === from };
    return { messages, complete: first.prev === from || (first.prev !== 0 && first.prev < from) };
  }

  #members(room: string): string[] {
    const names = [...this.#io.of("/").sockets.values()].filter((socket) => socket.rooms.has(room));
    return [...new Set(names.map((socket) => toText(socket.data.username)))].sort();
  }

  #announce(event: string, room: string, username: string, more: object): void {
    this.emit(room, event, {
      room,
      username,
      timestamp: new Date().toISOString(),
      members: this.#members(room).length,
      ...more,
    });
  }
}

function toText(value: unknown): string {
  return typeof value === "string" ? value : "";
}
