// The headless client: puts connection, rooms and outbox together behind one public face. Knows no framework, no
// terminal and no page.

import {
  ChatError,
  NONCE_MAX,
  PAGE_MAX,
  parseMessageText,
  parseRoomName,
  parseUsername,
  readMessage,
  type HandshakeAuth,
  type Message,
  type RoomHistory,
  type RoomSummary,
} from "@chat/protocol";

import { readMembers, readRoomHistory, readRooms, readStoredMessage } from "./answers.ts";
import { pause, systemClock, type Clock } from "./clock.ts";
import { Connection } from "./connection.ts";
import { Delivery } from "./delivery.ts";
import { Membership } from "./membership.ts";
import { Publisher } from "./publisher.ts";
import { Room } from "./room.ts";
import { TypingSender } from "./typing-sender.ts";
import type {
  ChatClientApi,
  ChatClientOptions,
  ChatEvent,
  ChatSnapshot,
  ConnectionState,
  Draft,
  RoomSnapshot,
  Sending,
} from "./types.ts";

const KEEP_ENTRIES = 10_000;
/** How long `close` waits for the server to hear its goodbye, in milliseconds. */
const GOODBYE_MS = 500;
/** How long a stored draft waits for its message to come by itself, in milliseconds. */
const DELIVERY_LATE_MS = 3_000;

/** What a test puts in the place of the world. */
export interface ChatClientEnvironment {
  clock: Clock;
  /** From 0 up to 1. */
  random: () => number;
}

/** The client. See {@link ChatClientApi} for each method. `getSnapshot` and `subscribe` may be passed on unbound. */
export class ChatClient implements ChatClientApi {
  #options: ChatClientOptions;
  #clock: Clock;
  #random: () => number;
  #connection: Connection;
  #delivery: Delivery;
  #publisher = new Publisher(() => this.#createSnapshot());
  #typing: TypingSender;
  #memberships = new Map<string, Membership>();
  #rooms: ReadonlyMap<string, RoomSnapshot> = new Map();
  #life = new AbortController();
  #closing: Promise<void> | undefined;

  /** @throws ChatError `invalid_request` for an address, `invalid_username` for a name that no server would take */
  constructor(options: ChatClientOptions, environment: Partial<ChatClientEnvironment> = {}) {
    const { clock = systemClock, random = Math.random } = environment;
    this.#options = { ...options, username: parseUsername(options.username) };
    this.#clock = clock;
    this.#random = random;
    this.#connection = new Connection(options.url, toAuth(options), {
      clock,
      random,
      changed: (state) => this.#connectionChanged(state),
      opened: () => this.#opened(),
      received: (event, payload) => this.#received(event, payload),
      probe: () => this.#probe(),
    });
    this.#delivery = this.#createDelivery();
    this.#typing = new TypingSender(clock, (room, typing) => {
      this.#connection.request("typing", { room, typing }).catch(() => undefined);
    });
  }

  connect(): void {
    this.#connection.connect();
  }

  connected(timeoutMs: number): Promise<void> {
    return new Promise((resolve, reject) => {
      const look = () => {
        const { status, error } = this.#connection.state;
        if (status === "connected") finish(resolve);
        else if (status === "closed") finish(() => reject(closed()));
        else if (status === "refused" && error) {
          finish(() => reject(new ChatError(error.code as ChatError["code"], error.message)));
        }
      };
      const stopListening = this.#publisher.listen(({ type }) => type === "connection" && look());
      const stopWaiting = this.#clock.after(timeoutMs, () => {
        const why = this.#connection.state.error?.message ?? `${this.#options.url} does not answer.`;
        finish(() => reject(new ChatError("unavailable", why)));
      });
      const finish = (settle: () => void) => {
        stopListening();
        stopWaiting();
        settle();
      };
      look();
    });
  }

  async join(
    name: string,
    options: { after?: number; backlog?: number } = {},
  ): Promise<RoomSnapshot> {
    const room = parseRoomName(name);
    if (this.#closing) throw closed();
    let membership = this.#memberships.get(room);
    if (membership === undefined || membership.room.status === "refused") {
      membership?.end(closed());
      membership = this.#createMembership(room, options);
      this.#memberships.set(room, membership);
      this.#publisher.changed();
      if (this.#connection.connected) void membership.enter();
      else this.#refuseWhereRefused(membership);
    }
    await membership.entered;
    return membership.room.snapshot(this.#delivery.outbox.drafts(room));
  }

  async leave(room: string): Promise<void> {
    const membership = this.#memberships.get(room);
    if (membership === undefined) return;
    this.#memberships.delete(room);
    membership.end(new ChatError("unavailable", `${room} was left.`, { retryable: false }));
    this.#typing.forget(room);
    this.#delivery.outbox.settle(room);
    this.#delivery.pump(room);
    this.#publisher.changed();
    if (this.#connection.connected) {
      await this.#connection.request("leave", { room }).catch(() => undefined);
    }
  }

  send(room: string, text: string, { nonce = createNonce() }: { nonce?: string } = {}): Sending {
    const draft: Draft = {
      room: parseRoomName(room),
      text: parseMessageText(text),
      nonce: parseNonce(nonce),
      createdAt: this.#clock.now(),
      state: "waiting",
    };
    this.#typing.forget(room);
    return this.#delivery.add(draft);
  }

  retry(nonce: string): void {
    this.#delivery.retry(nonce);
  }

  discard(nonce: string): void {
    this.#delivery.discard(nonce);
  }

  async loadOlder(name: string): Promise<void> {
    const room = this.#memberships.get(name)?.room;
    if (room === undefined || !room.log.started) {
      throw new ChatError("not_joined", `Join ${name} first.`);
    }
    if (room.older !== "maybe") return;
    room.setOlder("loading");
    try {
      room.receiveOlder(await this.history(name, { before: room.oldestId }));
    } catch (error) {
      room.setOlder("maybe");
      throw error;
    }
  }

  setTyping(room: string, typing: boolean): void {
    const joined = this.#memberships.get(room)?.room.status === "joined";
    if (joined && this.#connection.connected) this.#typing.set(room, typing);
  }

  async rooms(): Promise<RoomSummary[]> {
    return readRooms(await this.#connection.request("rooms", {}));
  }

  async members(room: string): Promise<string[]> {
    return readMembers(await this.#connection.request("members", { room: parseRoomName(room) }));
  }

  async history(
    name: string,
    { limit = PAGE_MAX, ...range }: { limit?: number; before?: number; after?: number } = {},
  ): Promise<RoomHistory> {
    const room = parseRoomName(name);
    const answer = await this.#connection.request("history", { room, limit, ...range });
    const history = readRoomHistory(answer);
    if (history?.room === room) return history;
    throw new ChatError("internal", "The server answered with something that makes no sense.");
  }

  getSnapshot = (): ChatSnapshot => this.#publisher.snapshot;

  subscribe = (listener: () => void): (() => void) => this.#publisher.subscribe(listener);

  listen(listener: (event: ChatEvent) => void): () => void {
    return this.#publisher.listen(listener);
  }

  close(): Promise<void> {
    return (this.#closing ??= this.#sayGoodbye());
  }

  async #sayGoodbye(): Promise<void> {
    this.#life.abort();
    this.#delivery.close();
    const joined = [...this.#memberships.keys()];
    for (const membership of this.#memberships.values()) membership.end(closed());
    if (this.#connection.connected) {
      const goodbyes = joined.map((room) =>
        this.#connection.request("leave", { room }, GOODBYE_MS).catch(() => undefined),
      );
      await Promise.all(goodbyes);
    }
    this.#connection.close();
  }

  #connectionChanged(state: ConnectionState): void {
    if (state.status !== "connected") {
      this.#typing.forgetAll();
      for (const membership of this.#memberships.values()) membership.interrupt();
    }
    this.#publisher.emit({ type: "connection", connection: state });
    if (state.status !== "refused" || state.error === undefined) return;
    const error = new ChatError(state.error.code as ChatError["code"], state.error.message);
    for (const membership of this.#memberships.values()) membership.refuse(error);
    this.#delivery.refuse(error);
  }

  /** Rooms first, drafts of a room once it was entered: then the log tells which of them were stored. */
  #opened(): void {
    for (const membership of this.#memberships.values()) {
      void membership.enter();
    }
    for (const room of this.#delivery.outbox.rooms) this.#delivery.resume(room);
  }

  #received(event: string, payload: unknown): void {
    if (event === "message") {
      const message = readMessage(payload);
      const membership = message && this.#memberships.get(message.room);
      if (membership) this.#receiveMessage(membership, message);
      return;
    }
    const name = (payload as { room?: unknown } | null | undefined)?.room;
    if (typeof name !== "string") return;
    this.#memberships.get(name)?.receive(event, payload);
  }

  #receiveMessage(membership: Membership, message: Message): void {
    membership.room.receiveMessage(message);
    if (membership.room.log.hole) void membership.repair();
  }

  /** A draft was acknowledged: its message takes its place, in one and the same snapshot. */
  #stored(message: Message): void {
    const membership = this.#memberships.get(message.room);
    if (membership === undefined) return this.#delivery.outbox.settle(message.room);
    const { room } = membership;
    // With a message of others between, that one is on its way still: an acknowledgement may come before it.
    if (room.log.started && message.prev === room.log.lastId) room.receiveMessage(message);
    this.#delivery.outbox.settle(room.name, room.log.lastId);
    this.#publisher.changed();
    if (message.id <= room.log.lastId) return;
    const { signal } = this.#life;
    void pause(this.#clock, DELIVERY_LATE_MS, signal).then(() => {
      const present = this.#memberships.get(room.name) === membership;
      if (present && !signal.aborted) this.#receiveMessage(membership, message);
    });
  }

  #createMembership(name: string, { after, backlog }: { after?: number; backlog?: number }): Membership {
    const { username, keepEntries = KEEP_ENTRIES } = this.#options;
    const room = new Room({
      name,
      username,
      after,
      backlog: clamp(backlog ?? this.#options.backlog ?? PAGE_MAX, 0, PAGE_MAX),
      keepEntries: Math.max(1, keepEntries),
      clock: this.#clock,
      emit: (event) => this.#emit(event),
      changed: () => this.#publisher.changed(),
    });
    return new Membership(room, {
      username,
      clock: this.#clock,
      random: this.#random,
      request: (event, payload) => this.#connection.request(event, payload),
      connected: () => this.#connection.connected,
      history: ({ room: of, ...range }) => this.history(of, range),
      emit: (event) => this.#emit(event),
      settled: () => this.#delivery.resume(name),
    });
  }

  #createDelivery(): Delivery {
    return new Delivery({
      clock: this.#clock,
      random: this.#random,
      storage: this.#options.outboxStorage,
      ready: (room) =>
        this.#connection.connected && this.#memberships.get(room)?.room.status !== "joining",
      post: async ({ room, text, nonce }) => {
        const { username } = this.#options;
        const payload = { room, message: text, username, nonce };
        return readStoredMessage(await this.#connection.request("message", payload));
      },
      lastId: (room) => this.#memberships.get(room)?.room.log.lastId,
      lookUp: (draft, after) => this.#lookUp(draft, after),
      stored: (message) => this.#stored(message),
      changed: (draft) => this.#publisher.emit({ type: "draft", draft }),
    });
  }

  #emit(event: ChatEvent): void {
    // What the log shows as a message is no draft any more, in the same snapshot.
    if (event.type === "entry" && event.entry.type === "message") {
      const { message } = event.entry;
      const { outbox } = this.#delivery;
      if (message.username === this.#options.username) outbox.markSeen(message);
      outbox.settle(message.room, message.id);
    }
    this.#publisher.emit(event);
  }

  #lookUp(draft: Draft, after: number | undefined): Message | "absent" | "unknown" {
    const log = this.#memberships.get(draft.room)?.room.log;
    if (log === undefined || after === undefined || log.hole) return "unknown";
    for (const message of log.newestUntilGap()) {
      if (message.id <= after) return "absent";
      if (message.username === this.#options.username && message.message === draft.text) return message;
    }
    return after === 0 && !log.cut ? "absent" : "unknown";
  }

  #refuseWhereRefused(membership: Membership): void {
    const { status, error } = this.#connection.state;
    if (status !== "refused" || error === undefined) return;
    membership.refuse(new ChatError(error.code as ChatError["code"], error.message));
  }

  #probe(): [event: string, payload: object] {
    const [room] = this.#memberships.keys();
    return room === undefined ? ["rooms", {}] : ["members", { room }];
  }

  #createSnapshot(): ChatSnapshot {
    const { outbox } = this.#delivery;
    const rooms = new Map<string, RoomSnapshot>();
    let same = this.#rooms.size === this.#memberships.size;
    for (const [name, { room }] of this.#memberships) {
      const snapshot = room.snapshot(outbox.drafts(name));
      rooms.set(name, snapshot);
      same &&= this.#rooms.get(name) === snapshot;
    }
    if (!same) this.#rooms = rooms;
    return {
      username: this.#options.username,
      connection: this.#connection.state,
      rooms: this.#rooms,
    };
  }
}

function toAuth({ username, token, secret }: ChatClientOptions): HandshakeAuth {
  return {
    username,
    ...(token !== undefined && { token }),
    ...(secret !== undefined && { secret }),
  };
}

/** 96 random bits. `crypto.randomUUID` is absent on pages without TLS. */
function createNonce(): string {
  const words = crypto.getRandomValues(new Uint32Array(3));
  return Array.from(words, (word) => word.toString(36)).join("-");
}

function parseNonce(nonce: string): string {
  if (nonce.length > 0 && nonce.length <= NONCE_MAX) return nonce;
  throw new ChatError("invalid_request", `A nonce is a text of 1 to ${NONCE_MAX} characters.`);
}

function clamp(value: number, least: number, most: number): number {
  return Math.min(most, Math.max(least, value));
}

function closed(): ChatError {
  return new ChatError("unavailable", "The client was closed.", { retryable: false });
}
