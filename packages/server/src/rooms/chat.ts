// What people do in the chat: join, leave, post, read, ask who is there. The domain's front door.
// Knows no sockets and no HTTP: a connection is an id, whoever answers it is behind the Audience port.

import {
  ChatError,
  type HistoryRequest,
  type JoinAnswer,
  type JoinRequest,
  type LeaveReason,
  type PostRequest,
  type RoomSummary,
  type Typing,
  type TypingRequest,
} from "@chat/protocol";

import type { Audience } from "./audience.ts";
import { LiveRoom } from "./live-room.ts";
import { Reconciler } from "./reconciler.ts";
import { mismatch, notJoined } from "./refusals.ts";
import type { Page, RoomStore, StoredMessage } from "./room-store.ts";
import type { Retention } from "./tail.ts";

/** How often each live room is compared with the store, in milliseconds. */
const COMPARE_EVERY_MS = 30_000;

/** What the chat works with. */
export interface ChatPorts {
  store: RoomStore;
  audience: Audience;
  retention: Retention;
  /** The time in milliseconds since the epoch. */
  now: () => number;
  /** Is told of failures that no request can be answered with. */
  warn: (room: string, error: unknown) => void;
}

/** A connection's place in one room: taken or being taken. */
interface Seat {
  username: string;
  /** Undefined until it is taken. */
  live: LiveRoom | undefined;
  /** What this connection asked of its place so far: one thing after the other. */
  turn: Promise<unknown>;
  /** How many of them are under way. */
  pending: number;
}

/** The chat of one node. */
export class Chat {
  readonly #ports: ChatPorts;
  readonly #rooms = new Map<string, { live: LiveRoom; opened: Promise<void>; users: number }>();
  /** connection → room → seat */
  readonly #seats = new Map<string, Map<string, Seat>>();
  readonly #reconciler: Reconciler;
  readonly #timer: NodeJS.Timeout;

  constructor(ports: ChatPorts) {
    this.#ports = ports;
    this.#reconciler = new Reconciler({
      store: ports.store,
      warn: ports.warn,
      names: () => this.#rooms.keys(),
      find: (room) => this.#rooms.get(room)?.live,
    });
    ports.store.watch(() => void this.reconcile());
    this.#timer = setInterval(() => void this.reconcile(), COMPARE_EVERY_MS);
    this.#timer.unref();
  }

  /**
   * Puts a connection into a room: backlog first, then everything live, then the acknowledgement. Joining again
   * under the same name sends the backlog once more.
   *
   * @throws ChatError `username_mismatch` where the connection is in the room under another name, `unavailable`
   */
  async join(connection: string, request: JoinRequest): Promise<JoinAnswer> {
    const { room, username } = request;
    return this.#inTurn(connection, room, async (seat) => {
      if (seat.live) {
        if (seat.username !== username) throw mismatch(room, seat.username);
        seat.live.sendHistory(connection, toBacklogQuery(request));
      } else {
        seat.live = await this.#comeIn(connection, request);
        seat.username = username;
      }
      // Whatever the list has taken in is told before it: what is told after it changes it.
      this.#ports.audience.settle(room, connection);
      return { room, username, members: [...seat.live.members] };
    });
  }

  /** Takes a connection out of a room. Where it is not in it, nothing happens. */
  async leave(connection: string, room: string, reason: LeaveReason = "left"): Promise<void> {
    if (!this.#seats.get(connection)?.has(room)) return;
    await this.#inTurn(connection, room, async (seat) => {
      if (!seat.live) return;
      seat.live.dismiss(connection);
      seat.live = undefined;
      try {
        await this.#ports.store.exit(room, connection, reason);
      } catch (error) {
        // Here it is out, and the others hear of it once the store is back.
        this.#reconciler.owe(room);
        this.#ports.warn(room, error);
      } finally {
        this.#letGo(room);
      }
    });
  }

  /** Takes a connection that is gone out of all its rooms. Never rejects. */
  async disconnect(connection: string): Promise<void> {
    const rooms = [...(this.#seats.get(connection)?.keys() ?? [])];
    await Promise.all(rooms.map((room) => this.leave(connection, room, "disconnected")));
  }

  /**
   * Posts a message. A member may leave the username out; who is not in the room must give one.
   *
   * @param connection undefined for a post over HTTP
   * @throws ChatError `username_mismatch`, `invalid_username` where none is given, `unavailable`
   */
  async post(connection: string | undefined, request: PostRequest): Promise<StoredMessage> {
    const { room, message, nonce } = request;
    const turn = this.#seatTurn(connection, room);
    // Only then: most messages come from members, and each wait costs them a little.
    if (turn) await turn;
    const seat = this.#seatOf(connection, room);
    if (seat && request.username !== undefined && request.username !== seat.username) {
      throw mismatch(room, seat.username);
    }
    const username = request.username ?? seat?.username;
    if (username === undefined) {
      throw new ChatError(
        "invalid_username",
        `Join the room "${room}" first, or send a "username" with the message.`,
      );
    }
    const draft = { room, username, message };
    const { store } = this.#ports;
    return (await store.append(nonce === undefined ? draft : { ...draft, nonce })).message;
  }

  /** Part of a room's history: from memory where the room is live here, else from the store. */
  async history(request: HistoryRequest): Promise<Page> {
    const { room, ...query } = request;
    const live = await this.#liveRoom(room);
    return live ? live.page(query) : this.#ports.store.history(room, query);
  }

  /** The members of a room, in code point order. */
  async members(room: string): Promise<string[]> {
    const live = await this.#liveRoom(room);
    return live ? [...live.members] : this.#ports.store.members(room);
  }

  /** Every room with members or a history. */
  rooms(): Promise<RoomSummary[]> {
    return this.#ports.store.rooms();
  }

  /** The members of every room that has some. */
  activeRooms(): Promise<Map<string, string[]>> {
    return this.#ports.store.activeRooms();
  }

  /**
   * Tells the others of a room that a member types, or stopped.
   *
   * @throws ChatError `not_joined`, `unavailable`
   */
  async type(connection: string, { room, typing }: TypingRequest): Promise<void> {
    await this.#seatTurn(connection, room);
    const seat = this.#seatOf(connection, room);
    if (!seat) throw notJoined(room);
    const payload: Typing = { room, username: seat.username, typing };
    await this.#ports.store.announceTyping(room, connection, JSON.stringify(payload));
  }

  /** Compares every live room with the store, and pays what is owed to it. Never rejects. */
  reconcile(): Promise<void> {
    return this.#reconciler.run();
  }

  /** How many rooms have members on this node, and how many sessions are in them. */
  get size(): { rooms: number; sessions: number } {
    let sessions = 0;
    for (const { users } of this.#rooms.values()) sessions += users;
    return { rooms: this.#rooms.size, sessions };
  }

  /** Stops the comparing. The store is closed by whoever made it. */
  close(): void {
    clearInterval(this.#timer);
    for (const { live } of this.#rooms.values()) live.close();
    this.#rooms.clear();
  }

  async #comeIn(connection: string, request: JoinRequest): Promise<LiveRoom> {
    const { room, username } = request;
    const live = await this.#take(room);
    try {
      live.admit(connection, username, toBacklogQuery(request));
      await live.register(connection);
      return live;
    } catch (error) {
      live.dismiss(connection);
      this.#reconciler.owe(room);
      this.#letGo(room);
      throw error;
    }
  }

  /** The live room, opened on first use; {@link #letGo} once for each take. */
  async #take(room: string): Promise<LiveRoom> {
    let entry = this.#rooms.get(room);
    if (!entry) {
      const live = new LiveRoom(room, this.#ports);
      entry = { live, opened: live.open(), users: 0 };
      this.#rooms.set(room, entry);
    }
    entry.users++;
    try {
      await entry.opened;
      return entry.live;
    } catch (error) {
      this.#letGo(room, entry.live);
      throw error;
    }
  }

  #letGo(room: string, live?: LiveRoom): void {
    const entry = this.#rooms.get(room);
    if (!entry || (live && entry.live !== live)) return;
    entry.users--;
    if (entry.users > 0) return;
    this.#rooms.delete(room);
    entry.live.close();
  }

  async #liveRoom(room: string): Promise<LiveRoom | undefined> {
    const entry = this.#rooms.get(room);
    if (!entry) return undefined;
    return entry.opened.then(
      () => entry.live,
      () => undefined,
    );
  }

  /** Does one thing after the other for a connection's seat in a room, and clears the seat away once it is idle and empty. */
  async #inTurn<T>(connection: string, room: string, act: (seat: Seat) => Promise<T>): Promise<T> {
    let seats = this.#seats.get(connection);
    if (!seats) this.#seats.set(connection, (seats = new Map<string, Seat>()));
    let seat = seats.get(room);
    if (!seat) {
      seat = { username: "", live: undefined, turn: Promise.resolve(), pending: 0 };
      seats.set(room, seat);
    }
    const taken = seat;
    taken.pending++;
    const done = taken.turn.then(() => act(taken));
    // Only that it is over: what came of it must not be kept for as long as the seat is.
    taken.turn = done.then(ignore, ignore);
    try {
      return await done;
    } finally {
      taken.pending--;
      if (taken.pending === 0 && !taken.live) {
        seats.delete(room);
        if (seats.size === 0) this.#seats.delete(connection);
      }
    }
  }

  /** What a connection asked of its seat in a room and is under way: what it sends behind a join waits for it. */
  #seatTurn(connection: string | undefined, room: string): Promise<unknown> | undefined {
    const seat = connection === undefined ? undefined : this.#seats.get(connection)?.get(room);
    return seat && seat.pending > 0 ? seat.turn : undefined;
  }

  /** The seat that a connection has taken in a room. */
  #seatOf(connection: string | undefined, room: string): Seat | undefined {
    const seat = connection === undefined ? undefined : this.#seats.get(connection)?.get(room);
    return seat?.live ? seat : undefined;
  }
}

function ignore(): void {}

function toBacklogQuery({ limit, after }: JoinRequest) {
  return after === undefined ? { limit } : { limit, after, side: "newest" as const };
}
