// A chat server small enough for tests of the command line: the contract's events and endpoints over an array in
// memory, and switches to make it misbehave.

import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

import type { Message } from "@chat/protocol";
import { Server, type Socket } from "socket.io";

type Acknowledge = (answer: object) => void;

/** The server, and what tests may do to it. */
export class FakeChatServer {
  /** Why it cannot serve, where it cannot. */
  unready: string | undefined;
  /** What it asks for, where it asks. */
  token: string | undefined;
  /** Answers of the next posts over HTTP, before it takes any: status and body. */
  refusals: { status: number; body: object; headers?: Record<string, string> }[] = [];
  /** What the next messages over the socket are refused with. */
  socketRefusals: { code: string; message: string }[] = [];
  /** Whether messages over the socket are kept without an answer. */
  holdAnswers = false;
  /** Every request over HTTP: method and path. */
  readonly requests: string[] = [];

  #http = createServer();
  #io = new Server();
  readonly #messages = new Map<string, Message[]>();
  readonly #nonces = new Map<string, Message>();
  readonly #members = new Map<string, Map<string, string>>();
  #lastId = 1_000;
  #port = 0;

  /** Its address. */
  get url(): string {
    return `http://127.0.0.1:${this.#port}`;
  }

  /** Begins to listen, on the port it had before where there was one; it remembers what it stored. */
  async start(): Promise<this> {
    this.#http = createServer((request, response) => void this.#answer(request, response));
    this.#io = new Server(this.#http);
    this.#io.use((socket, next) => {
      const { token } = socket.handshake.auth as { token?: string };
      if (this.token === undefined || this.token === token) return next();
      const refused = { code: "unauthorized", message: "This server asks for a token." };
      next(Object.assign(new Error(refused.message), { data: refused }));
    });
    this.#io.on("connection", (socket) => this.#welcome(socket));
    this.#http.listen(this.#port, "127.0.0.1");
    await once(this.#http, "listening");
    this.#port = (this.#http.address() as AddressInfo).port;
    return this;
  }

  /** Ends, and cuts every connection. */
  async stop(): Promise<void> {
    await this.#io.close();
    this.#http.closeAllConnections();
  }

  /** Cuts every connection off, as a network does. */
  cut(): void {
    for (const socket of this.#io.sockets.sockets.values()) socket.conn.close();
  }

  /** What a room holds, oldest first. */
  history(room: string): readonly Message[] {
    return this.#messages.get(room) ?? [];
  }

  /** Who is in a room. */
  members(room: string): string[] {
    return [...new Set(this.#members.get(room)?.values() ?? [])].sort();
  }

  /** Stores a message and sends it to the room, as the server does. */
  post(
    room: string,
    username: string,
    message: string,
    timestamp = new Date().toISOString(),
  ): Message {
    const messages = this.#messages.get(room) ?? [];
    this.#messages.set(room, messages);
    const stored = {
      ...{ id: ++this.#lastId, prev: messages.at(-1)?.id ?? 0 },
      ...{ room, username, message, timestamp },
    };
    messages.push(stored);
    if (this.#http.listening) this.#io.to(room).emit("message", stored);
    return stored;
  }

  /** Sends any event to a room. */
  emit(room: string, event: string, payload: object): void {
    this.#io.to(room).emit(event, payload);
  }

  #store(room: string, username: string, message: string, nonce: string | undefined): Message {
    const key = JSON.stringify([room, username, nonce]);
    const known = nonce === undefined ? undefined : this.#nonces.get(key);
    if (known) return known;
    const stored = this.post(room, username, message);
    if (nonce !== undefined) this.#nonces.set(key, stored);
    return stored;
  }

  #page(room: string, limit: number, before?: number, after?: number): object {
    const all = this.history(room);
    const older = before === undefined ? all : all.filter(({ id }) => id < before);
    const newer = after === undefined ? older : older.filter(({ id }) => id > after);
    const messages = after === undefined ? newer.slice(-limit) : newer.slice(0, limit);
    return {
      room,
      messages,
      complete: after === undefined ? messages.length === newer.length : true,
    };
  }

  #welcome(socket: Socket): void {
    socket.on("join", ({ room, username, limit = 100, after }, acknowledge: Acknowledge) => {
      const members = this.#members.get(room) ?? new Map<string, string>();
      this.#members.set(room, members);
      const isNew = !this.members(room).includes(username);
      members.set(socket.id, username);
      if (isNew) socket.to(room).emit("user_joined", this.#notice(room, username));
      void socket.join(room);
      socket.emit(
        "room_history",
        limit === 0
          ? { room, messages: [], complete: false }
          : this.#page(room, limit, undefined, after),
      );
      acknowledge({ ok: true, room, username, members: this.members(room) });
    });
    socket.on("leave", ({ room }, acknowledge: Acknowledge) => {
      this.#leave(socket, room, "left");
      acknowledge({ ok: true, room });
    });
    socket.on("message", ({ room, message, username, nonce }, acknowledge: Acknowledge) => {
      const refusal = this.socketRefusals.shift();
      if (refusal) return acknowledge({ ok: false, error: refusal });
      if (this.holdAnswers) return;
      acknowledge({ ok: true, message: this.#store(room, username, message, nonce) });
    });
    socket.on("history", ({ room, before, after, limit = 100 }, acknowledge: Acknowledge) =>
      acknowledge({ ok: true, ...this.#page(room, limit, before, after) }),
    );
    socket.on("members", ({ room }, acknowledge: Acknowledge) =>
      acknowledge({ ok: true, room, members: this.members(room) }),
    );
    socket.on("rooms", (_payload: unknown, acknowledge: Acknowledge) =>
      acknowledge({ ok: true, rooms: this.#rooms() }),
    );
    socket.on("typing", ({ room, typing }, acknowledge: Acknowledge) => {
      const username = this.#members.get(room)?.get(socket.id);
      socket.to(room).emit("typing", { room, username, typing });
      acknowledge({ ok: true });
    });
    socket.on("disconnecting", () => {
      for (const room of this.#members.keys()) this.#leave(socket, room, "disconnected");
    });
  }

  #leave(socket: Socket, room: string, reason: string): void {
    const username = this.#members.get(room)?.get(socket.id);
    if (username === undefined) return;
    this.#members.get(room)?.delete(socket.id);
    void socket.leave(room);
    if (this.members(room).includes(username)) return;
    this.#io.to(room).emit("user_left", { ...this.#notice(room, username), reason });
  }

  #notice(room: string, username: string): object {
    return {
      room,
      username,
      timestamp: new Date().toISOString(),
      members: this.members(room).length,
    };
  }

  #rooms(): object[] {
    const names = new Set([...this.#messages.keys(), ...this.#members.keys()]);
    return [...names].sort().map((room) => ({
      ...{ room, members: this.members(room).length },
      lastMessageAt: this.history(room).at(-1)?.timestamp ?? null,
    }));
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? "/", this.url);
    if (url.pathname.startsWith("/socket.io")) return;
    this.requests.push(`${request.method} ${url.pathname}`);
    const reply = (status: number, body: object, headers: Record<string, string> = {}): void => {
      response.writeHead(status, { "content-type": "application/json", ...headers });
      response.end(JSON.stringify(body));
    };
    if (this.token !== undefined && request.headers.authorization !== `Bearer ${this.token}`) {
      return reply(401, {
        error: { code: "unauthorized", message: "This server asks for a token." },
      });
    }
    const [, room = "", what = ""] = /^\/api\/rooms\/([^/]+)\/(\w+)$/.exec(url.pathname) ?? [];
    const name = decodeURIComponent(room);
    if (request.method === "POST" && what === "messages") {
      const refusal = this.refusals.shift();
      if (refusal) return reply(refusal.status, refusal.body, refusal.headers);
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk as Buffer);
      const { username, message, nonce } = JSON.parse(Buffer.concat(chunks).toString("utf8"));
      return reply(201, { message: this.#store(name, username, message, nonce) });
    }
    const number = (field: string): number | undefined => {
      const text = url.searchParams.get(field);
      return text ? Number(text) : undefined;
    };
    if (what === "history")
      return reply(200, this.#page(name, number("limit") ?? 50, number("before"), number("after")));
    if (what === "members") return reply(200, { room: name, members: this.members(name) });
    if (url.pathname === "/api/rooms") return reply(200, { rooms: this.#rooms() });
    if (url.pathname === "/readyz") {
      const error = { code: "unavailable", message: this.unready };
      return this.unready ? reply(503, { error }) : reply(200, { ready: true });
    }
    if (url.pathname === "/stats") {
      return reply(200, {
        ...{ active_rooms: {}, rooms: this.#rooms().length, clients: this.#io.engine.clientsCount },
        ...{ uptime: 3_700, store: "embedded", node: "fake", version: "1.2.3" },
      });
    }
    return reply(404, { error: { code: "not_found", message: "There is no such endpoint." } });
  }
}
