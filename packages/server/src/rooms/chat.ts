// What people do in the chat: join, leave, post, read, ask who is there. The domain's front door.
// Knows no sockets and no HTTP: a connection is an id, whoever answers it is behind the Audience port.

import {
  type HistoryRequest,
  type JoinAnswer,
  type JoinRequest,
  type LeaveReason,
  type Moderated,
  type PostRequest,
  type RoomRequest,
  type RoomSummary,
  type TypingRequest,
} from "@chat/protocol";
import type { ModerationRequest } from "@chat/protocol/moderation";

import type { ChatPorts } from "./chat-ports.ts";
import { ClaimKeeper } from "./claim-keeper.ts";
import { AT_A_TIME, Gathering } from "./gathering.ts";
import type { LiveRoom, LiveRoomPorts } from "./live-room.ts";
import { LiveRooms, type LiveSize } from "./live-rooms.ts";
import type { Proof } from "./name-claims.ts";
import { NameDoor } from "./name-door.ts";
import { Posting } from "./posting.ts";
import { Reconciler } from "./reconciler.ts";
import { mismatch } from "./refusals.ts";
import { checkCount, checkMembers } from "./room-limits.ts";
import { RoomReading } from "./room-reading.ts";
import type { Appended, Page } from "./room-store.ts";
import { type Caller, RuleKeeper } from "./rule-keeper.ts";
import { Seats } from "./seats.ts";

/** How often each live room is compared with the store, in milliseconds. */
const COMPARE_EVERY_MS = 30_000;

/** The chat of one node. */
export class Chat {
  readonly #ports: ChatPorts;
  readonly #rooms: LiveRooms;
  readonly #seats = new Seats();
  readonly #door: NameDoor;
  readonly #keeper: ClaimKeeper;
  readonly #rules: RuleKeeper;
  readonly #reading: RoomReading;
  readonly #reconciler: Reconciler;
  readonly #posting: Posting;
  readonly #timer: NodeJS.Timeout;

  constructor(ports: ChatPorts) {
    this.#ports = ports;
    this.#rules = new RuleKeeper({
      ...ports,
      ...ports.rules,
      rooms: () => this.#rooms,
      dismiss: (connection, room) => this.leave(connection, room),
    });
    const moderated: LiveRoomPorts["moderated"] = (live, done) => this.#rules.hear(live, done);
    this.#rooms = new LiveRooms({
      ...ports,
      reloading: ports.tally.reloading,
      moderated,
    });
    this.#reconciler = new Reconciler({
      store: ports.store,
      warn: ports.warn,
      names: () => this.#rooms.names,
      find: (room) => this.#rooms.find(room),
    });
    this.#reading = new RoomReading({
      ...{ store: ports.store, rooms: this.#rooms, seats: this.#seats, rules: this.#rules },
    });
    this.#door = new NameDoor({ ...ports, rooms: this.#rooms });
    this.#keeper = new ClaimKeeper({ ...ports, rooms: this.#rooms });
    this.#posting = new Posting({
      ...ports,
      ...{ seats: this.#seats, door: this.#door, rules: this.#rules, keeper: this.#keeper },
      gathering: new Gathering(ports.pauseMs, ports.store.writesAreDear ? Infinity : AT_A_TIME),
    });
    ports.store.watch(() => {
      // A store that was away, or forgot this node, may have forgotten claims.
      ports.names.distrust();
      void this.reconcile();
    });
    this.#timer = setInterval(() => void this.reconcile(), COMPARE_EVERY_MS);
    this.#timer.unref();
  }

  /** Notes what a connection's secret proves: the names that belong to it. Forgotten by {@link disconnect}. */
  introduce(connection: string, proof: Proof): void {
    this.#ports.names.introduce(connection, proof);
  }

  /**
   * Puts a connection into a room: backlog first, then everything live, then the acknowledgement. Joining again
   * under the same name sends the backlog once more.
   *
   * @throws ChatError `username_mismatch` where the connection is in the room under another name,
   * `username_taken`, `limit_reached`, `banned`, `password_required`, `wrong_password`, `rate_limited`, `unavailable`
   */
  async join(connection: string, request: JoinRequest): Promise<JoinAnswer> {
    const { room, username } = request;
    if (request.after !== undefined) this.#ports.tally.rejoined();
    if (!this.#seats.has(connection, room)) {
      const taken = this.#seats.roomsOf(connection).length;
      checkCount(this.#ports.limits, "rooms-per-connection", taken);
    }
    return this.#seats.inTurn(connection, room, async (seat) => {
      if (seat.live) {
        if (seat.username !== username) throw mismatch(room, seat.username);
        seat.live.sendHistory(connection, toBacklogQuery(request));
      } else {
        seat.live = await this.#comeIn(connection, request);
        seat.username = username;
      }
      const described = await this.#rules.describe(seat.live, connection, request);
      // Whatever the list has taken in is told before it: what is told after it changes it.
      this.#ports.audience.settle(room, connection);
      return { room, username, members: [...seat.live.members], ...described };
    });
  }

  /** Takes a connection out of a room. Where it is not in it, nothing happens. */
  async leave(connection: string, room: string, reason: LeaveReason = "left"): Promise<void> {
    if (!this.#seats.has(connection, room)) return;
    await this.#seats.inTurn(connection, room, async (seat) => {
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
        this.#rooms.letGo(room);
      }
    });
  }

  /** Takes a connection that is gone out of all its rooms. Never rejects. */
  async disconnect(connection: string): Promise<void> {
    const rooms = this.#seats.roomsOf(connection);
    await Promise.all(rooms.map((room) => this.leave(connection, room, "disconnected")));
    this.#ports.names.forget(connection);
  }

  /**
   * Posts a message. A member may leave the username out; who is not in the room must give one.
   *
   * @throws ChatError `username_mismatch`, `username_taken`, `invalid_username` where none is given, `muted`, `banned`,
   * `room_closed`, `password_required`, `wrong_password`, `rate_limited`, `unavailable`
   */
  post(caller: Caller, request: PostRequest): Promise<Appended> {
    return this.#posting.post(caller, request);
  }

  /**
   * Part of a room's history: from memory where the room is live here, else from the store.
   *
   * @throws ChatError `password_required`, `wrong_password`, `rate_limited`, `unavailable`
   */
  history(caller: Caller, request: HistoryRequest): Promise<Page> {
    return this.#reading.history(caller, request);
  }

  /**
   * The members of a room, in code point order.
   *
   * @throws ChatError `password_required`, `wrong_password`, `rate_limited`, `unavailable`
   */
  members(caller: Caller, request: RoomRequest): Promise<string[]> {
    return this.#reading.members(caller, request);
  }

  /**
   * Does what an operator asks, under the name they are in the room with unless they give another.
   *
   * @throws ChatError `forbidden`, `not_found`, `invalid_username`, `username_taken`, `invalid_request`, `rate_limited`,
   * `unavailable`
   */
  async moderate(caller: Caller, request: ModerationRequest): Promise<Moderated> {
    const seat = typeof caller === "string" ? this.#seats.find(caller, request.room) : undefined;
    return this.#rules.moderate(caller, request, seat?.username);
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
  type(connection: string, request: TypingRequest): Promise<void> {
    return this.#posting.type(connection, request);
  }

  /** Compares every live room with the store, and pays what is owed to it. Never rejects. */
  reconcile(): Promise<void> {
    return this.#reconciler.run();
  }

  /** How many rooms have members on this node, and how much they hold. */
  get size(): LiveSize {
    return this.#rooms.size;
  }

  /** Stops the comparing. The store is closed by whoever made it. */
  close(): void {
    clearInterval(this.#timer);
    this.#keeper.close();
    this.#rooms.close();
  }

  async #comeIn(connection: string, request: JoinRequest): Promise<LiveRoom> {
    const { room, username } = request;
    const live = await this.#rooms.take(room);
    try {
      await this.#door.pass(room, username, this.#ports.names.proofOf(connection));
      await this.#rules.enter(live, connection, request);
      checkMembers(this.#ports.limits, live.members, username);
      this.#ports.limits.obeyName(username, "joins");
    } catch (error) {
      this.#rooms.letGo(room);
      throw error;
    }
    try {
      live.admit(connection, username, toBacklogQuery(request));
      await live.register(connection);
      return live;
    } catch (error) {
      live.dismiss(connection);
      this.#reconciler.owe(room);
      this.#rooms.letGo(room);
      throw error;
    }
  }
}

function toBacklogQuery({ limit, after }: JoinRequest) {
  return after === undefined ? { limit } : { limit, after, side: "newest" as const };
}
