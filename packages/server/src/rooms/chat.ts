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
import { LiveRoom, notJoined } from "./live-room.ts";
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

/** What a connection has of one room: settles once it is in, rejects where it could not come in. */
interface Membership {
  username: string;
  live: Promise<LiveRoom>;
}

/** The chat of one node. */
export class Chat {
  readonly #ports: ChatPorts;
  readonly #rooms = new Map<string, { live: LiveRoom; opened: Promise<void>; users: number }>();
  readonly #memberships = new Map<string, Map<string, Membership>>();
  readonly #timer: NodeJS.Timeout;

  constructor(ports: ChatPorts) {
    this.#ports = ports;
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
    const query = toBacklogQuery(request);
    const present = this.#memberships.get(connection)?.get(room);
    let live: LiveRoom;
    if (present) {
      if (present.username !== username) throw mismatch(room, present.username);
      live = await present.live;
      if (live.usernameOf(connection) === undefined) throw left(room);
      live.sendHistory(connection, query);
    } else {
      const coming = this.#comeIn(connection, request);
      this.#remember(connection, room, { username, live: coming });
      coming.catch(() => this.#forget(connection, room, coming));
      live = await coming;
    }
    return { room, username, members: [...live.members] };
  }

  /** Takes a connection out of a room. Where it is not in it, nothing happens. */
  async leave(connection: string, room: string, reason: LeaveReason = "left"): Promise<void> {
    const membership = this.#memberships.get(connection)?.get(room);
    if (!membership) return;
    // Forgotten at once, so that a join right behind this leave comes in anew.
    this.#forget(connection, room, membership.live);
    const live = await membership.live.catch(() => undefined);
    if (!live) return;
    live.dismiss(connection);
    try {
      await this.#ports.store.exit(room, connection, reason);
    } finally {
      this.#letGo(room);
    }
  }

  /** Takes a connection that is gone out of all its rooms. Never rejects. */
  async disconnect(connection: string): Promise<void> {
    const rooms = [...(this.#memberships.get(connection)?.keys() ?? [])];
    await Promise.all(
      rooms.map(async (room) => {
        try {
          await this.leave(connection, room, "disconnected");
        } catch (error) {
          // The store hears of it at the next comparison.
          this.#ports.warn(room, error);
        }
      }),
    );
  }

  /**
   * Posts a message. A member may leave the username out; who is not in the room must give one.
   *
   * @param connection undefined for a post over HTTP
   * @throws ChatError `username_mismatch`, `invalid_username` where none is given, `unavailable`
   */
  async post(connection: string | undefined, request: PostRequest): Promise<StoredMessage> {
    const { room, message, nonce } = request;
    const membership =
      connection === undefined ? undefined : this.#memberships.get(connection)?.get(room);
    if (membership && request.username !== undefined && request.username !== membership.username) {
      throw mismatch(room, membership.username);
    }
    const username = request.username ?? membership?.username;
    if (username === undefined) {
      throw new ChatError(
        "invalid_username",
        `Join the room "${room}" first, or send a "username" with the message.`,
      );
    }
    // What was sent right behind a join belongs after it.
    if (membership) await membership.live;
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
    const membership = this.#memberships.get(connection)?.get(room);
    if (!membership) throw notJoined(room);
    await membership.live;
    const payload: Typing = { room, username: membership.username, typing };
    await this.#ports.store.announceTyping(room, connection, JSON.stringify(payload));
  }

  /** Compares every live room with the store. Never rejects. */
  async reconcile(): Promise<void> {
    await Promise.all(
      [...this.#rooms.values()].map(async ({ live }) => {
        try {
          await live.reconcile();
        } catch (error) {
          this.#ports.warn(live.name, error);
        }
      }),
    );
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

  #remember(connection: string, room: string, membership: Membership): void {
    let rooms = this.#memberships.get(connection);
    if (!rooms) this.#memberships.set(connection, (rooms = new Map<string, Membership>()));
    rooms.set(room, membership);
  }

  #forget(connection: string, room: string, live: Promise<LiveRoom>): void {
    const rooms = this.#memberships.get(connection);
    if (rooms?.get(room)?.live !== live) return;
    rooms.delete(room);
    if (rooms.size === 0) this.#memberships.delete(connection);
  }
}

function toBacklogQuery({ limit, after }: JoinRequest) {
  return after === undefined ? { limit } : { limit, after, side: "newest" as const };
}

function mismatch(room: string, username: string): ChatError {
  return new ChatError(
    "username_mismatch",
    `You are in the room "${room}" as "${username}". Leave it first to use another name.`,
  );
}

function left(room: string): ChatError {
  return new ChatError("not_joined", `You left the room "${room}" meanwhile.`);
}
