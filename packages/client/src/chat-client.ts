// The headless client: puts connection, rooms and outbox together behind one public face. Knows no framework, no
// terminal and no page. Each part's own work lives in its file.

import {
  ChatError,
  PAGE_MAX,
  parseMessageText,
  parseRoomName,
  parseUsername,
  type Message,
  type Moderated,
  type RoomHistory,
  type RoomSummary,
} from "@chat/protocol";
import type { ModerationRequest } from "@chat/protocol/moderation";

import { awaitConnected } from "./await-connected.ts";
import { systemClock, type Clock } from "./clock.ts";
import { Connection } from "./connection.ts";
import { Delivery } from "./delivery.ts";
import { closedError, toChatError } from "./failures.ts";
import { toAuth } from "./handshake-auth.ts";
import { createNonce, parseChosenNonce } from "./nonce.ts";
import { withPatience } from "./patient-requests.ts";
import { Publisher } from "./publisher.ts";
import { Rooms } from "./rooms.ts";
import { type Ask, ServerRequests } from "./server-requests.ts";
import type {
  ChatClientApi,
  ChatClientOptions,
  ChatEvent,
  ChatSnapshot,
  ConnectionState,
  RoomSnapshot,
  Sending,
} from "./types.ts";
import { TypingSender } from "./typing-sender.ts";
import { Waits } from "./waits.ts";

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
  #url: string;
  #username: string;
  #clock: Clock;
  #connection: Connection;
  #requests: ServerRequests;
  #rooms: Rooms;
  #delivery: Delivery;
  #typing: TypingSender;
  #publisher = new Publisher(() => this.#createSnapshot());
  /** For stored drafts whose message has not come yet. */
  #waits: Waits;
  #closing: Promise<void> | undefined;

  /** @throws ChatError `invalid_request` for an address, `invalid_username` for a name that no server would take */
  constructor(options: ChatClientOptions, environment: Partial<ChatClientEnvironment> = {}) {
    const { clock = systemClock, random = Math.random } = environment;
    this.#url = options.url;
    this.#username = parseUsername(options.username);
    this.#clock = clock;
    this.#waits = new Waits(clock);
    this.#connection = new Connection(options.url, toAuth(options), {
      clock,
      random,
      changed: (state) => this.#connectionChanged(state),
      opened: () => this.#opened(),
      received: (event, payload) => this.#rooms.receive(event, payload),
      probe: () => this.#probe(),
    });
    const ask: Ask = (event, payload) => this.#connection.request(event, payload);
    this.#requests = new ServerRequests(withPatience(ask, { clock, random }));
    this.#rooms = this.#createRooms(options, clock, random);
    this.#delivery = this.#createDelivery(options, clock, random);
    this.#typing = new TypingSender(clock, (room, typing) => {
      this.#requests.typing(room, typing).catch(() => undefined);
    });
  }

  connect(): void {
    this.#connection.connect();
  }

  connected(timeoutMs: number): Promise<void> {
    const state = () => this.#connection.state;
    const listen = (listener: (event: ChatEvent) => void) => this.listen(listener);
    return awaitConnected({ clock: this.#clock, url: this.#url, state, listen }, timeoutMs);
  }

  async join(
    name: string,
    options: { after?: number; backlog?: number; password?: string } = {},
  ): Promise<RoomSnapshot> {
    if (this.#closing) throw closedError();
    const [membership, fresh] = this.#rooms.open(name, options);
    const { status, error } = this.#connection.state;
    if (fresh && status === "connected") void membership.enter();
    if (fresh && status === "refused" && error) membership.refuse(toChatError(error));
    await membership.entered;
    return membership.room.snapshot(this.#delivery.outbox.drafts(membership.room.name));
  }

  async leave(room: string): Promise<void> {
    if (!this.#rooms.forget(room)) return;
    this.#typing.forget(room);
    // What was stored has nowhere to appear any more; what was not is posted from outside the room.
    this.#delivery.outbox.settle(room);
    this.#delivery.resume(room);
    if (this.#connection.connected) await this.#requests.leave(room).catch(() => undefined);
  }

  send(room: string, text: string, { nonce = createNonce() }: { nonce?: string } = {}): Sending {
    const sending = this.#delivery.add({
      room: parseRoomName(room),
      text: parseMessageText(text),
      nonce: parseChosenNonce(nonce),
      createdAt: this.#clock.now(),
      state: "waiting",
    });
    // The message itself tells the others that its author stopped typing.
    this.#typing.forget(room);
    return sending;
  }

  retry(nonce: string): void {
    this.#delivery.retry(nonce);
  }

  discard(nonce: string): void {
    this.#delivery.discard(nonce);
  }

  async loadOlder(name: string): Promise<void> {
    const room = this.#rooms.get(name)?.room;
    if (room === undefined || !room.log.started) {
      throw new ChatError("not_joined", `Join ${name} first.`);
    }
    if (room.older !== "maybe") return;
    room.setOlder("loading");
    try {
      room.receiveOlder(await this.#requests.history(name, { before: room.oldestId }));
    } catch (error) {
      room.setOlder("maybe");
      throw error;
    }
  }

  setTyping(room: string, typing: boolean): void {
    const joined = this.#rooms.get(room)?.room.status === "joined";
    if (joined && this.#connection.connected) this.#typing.set(room, typing);
  }

  rooms(): Promise<RoomSummary[]> {
    return this.#requests.rooms();
  }

  members(...asked: Parameters<ServerRequests["members"]>): Promise<string[]> {
    return this.#requests.members(...asked);
  }

  history(...asked: Parameters<ServerRequests["history"]>): Promise<RoomHistory> {
    return this.#requests.history(...asked);
  }

  moderate(request: ModerationRequest): Promise<Moderated> {
    return this.#requests.moderate(request);
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
    this.#waits.callOff();
    this.#delivery.close();
    for (const membership of this.#rooms.all) membership.end(closedError());
    if (this.#connection.connected) {
      const goodbyes = this.#rooms.names.map((room) =>
        this.#connection.request("leave", { room }, GOODBYE_MS).catch(() => undefined),
      );
      await Promise.all(goodbyes);
    }
    this.#connection.close();
  }

  #connectionChanged(state: ConnectionState): void {
    if (state.status !== "connected") {
      this.#typing.forgetAll();
      for (const membership of this.#rooms.all) membership.interrupt();
    }
    this.#publisher.emit({ type: "connection", connection: state });
    if (state.status !== "refused" || state.error === undefined) return;
    const error = toChatError(state.error);
    for (const membership of this.#rooms.all) membership.refuse(error);
    this.#delivery.refuse(error);
  }

  /** Rooms first, drafts of a room once it was entered: then its log tells which of them were stored. */
  #opened(): void {
    if (this.#closing) return;
    for (const membership of this.#rooms.all) void membership.enter();
    for (const room of this.#delivery.outbox.rooms) this.#delivery.resume(room);
  }

  #emit(event: ChatEvent): void {
    // What the log shows as a message is no draft any more, in the same snapshot.
    if (event.type === "entry" && event.entry.type === "message") {
      const { message } = event.entry;
      const { outbox } = this.#delivery;
      if (message.username === this.#username) outbox.markSeen(message);
      outbox.settle(message.room, message.id);
    }
    this.#publisher.emit(event);
  }

  /** A draft was acknowledged: its message takes its place, in one and the same snapshot. */
  #stored(message: Message): void {
    const { outbox } = this.#delivery;
    const membership = this.#rooms.get(message.room);
    this.#publisher.changed();
    if (membership === undefined) return outbox.settle(message.room);
    const { log } = membership.room;
    // With a message of others between, this one is on its way still: an acknowledgement may overtake both.
    if (log.started && message.prev === log.lastId) membership.receiveMessage(message);
    outbox.settle(message.room, log.lastId);
    if (message.id <= log.lastId || this.#closing) return;
    this.#waits.after(DELIVERY_LATE_MS, () => {
      if (this.#rooms.get(message.room) === membership) membership.receiveMessage(message);
    });
  }

  #createRooms(options: ChatClientOptions, clock: Clock, random: () => number): Rooms {
    const { keepEntries = KEEP_ENTRIES, backlog = PAGE_MAX } = options;
    return new Rooms({
      username: this.#username,
      roomPassword: options.roomPassword ?? (() => undefined),
      keepEntries: Math.max(1, keepEntries),
      backlog,
      clock,
      random,
      requests: this.#requests,
      connected: () => this.#connection.connected,
      emit: (event) => this.#emit(event),
      changed: () => this.#publisher.changed(),
      settled: (room) => this.#delivery.resume(room),
    });
  }

  #createDelivery(options: ChatClientOptions, clock: Clock, random: () => number): Delivery {
    return new Delivery({
      clock,
      random,
      storage: options.outboxStorage,
      ready: (room) =>
        this.#connection.connected && this.#rooms.get(room)?.room.status !== "joining",
      post: (draft) => this.#requests.post(draft, this.#username),
      lastId: (room) => this.#rooms.get(room)?.room.log.lastId,
      lookUp: ({ room, text }, after) =>
        this.#rooms.get(room)?.room.findOwn(text, after) ?? "unknown",
      stored: (message) => this.#stored(message),
      changed: (draft) => this.#publisher.emit({ type: "draft", draft }),
    });
  }

  /** Members of a room are what a server knows without asking its store. */
  #probe(): [event: string, payload: object] {
    const [room] = this.#rooms.names;
    return room === undefined ? ["rooms", {}] : ["members", { room }];
  }

  #createSnapshot(): ChatSnapshot {
    const { outbox } = this.#delivery;
    return {
      username: this.#username,
      connection: this.#connection.state,
      rooms: this.#rooms.snapshot((room) => outbox.drafts(room)),
    };
  }
}
