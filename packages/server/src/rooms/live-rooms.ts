// The live rooms of a node: each is opened by the first who comes in, and closed behind the last. Knows no connections.

import { LiveRoom, type LiveRoomPorts } from "./live-room.ts";
import { type RoomLimits, checkCount } from "./room-limits.ts";

/** What live rooms work with. */
export interface LiveRoomsPorts extends LiveRoomPorts {
  limits: RoomLimits;
}

/** How much the live rooms of a node hold. */
export interface LiveSize {
  rooms: number;
  /** A connection in two rooms is two. */
  sessions: number;
  /** Names, each room counted, those on other nodes too. */
  members: number;
  /** Messages in memory. */
  messages: number;
}

interface Entry {
  live: LiveRoom;
  opened: Promise<void>;
  users: number;
}

/** The rooms that have members on this node. */
export class LiveRooms {
  readonly #ports: LiveRoomsPorts;
  readonly #rooms = new Map<string, Entry>();

  constructor(ports: LiveRoomsPorts) {
    this.#ports = ports;
  }

  /** Their names. */
  get names(): Iterable<string> {
    return this.#rooms.keys();
  }

  /** How many there are, and how much they hold. Looks at each of them. */
  get size(): LiveSize {
    const size = { rooms: this.#rooms.size, sessions: 0, members: 0, messages: 0 };
    for (const { users, live } of this.#rooms.values()) {
      size.sessions += users;
      size.members += live.members.length;
      size.messages += live.heldMessages;
    }
    return size;
  }

  /** The live room of that name, also while it is being opened. */
  find(room: string): LiveRoom | undefined {
    return this.#rooms.get(room)?.live;
  }

  /** The live room of that name once it is open; undefined where there is none, or it could not be opened. */
  async whenOpen(room: string): Promise<LiveRoom | undefined> {
    const entry = this.#rooms.get(room);
    if (!entry) return undefined;
    return entry.opened.then(
      () => entry.live,
      () => undefined,
    );
  }

  /**
   * The live room, opened on first use; {@link letGo} once for each that was taken.
   *
   * @throws ChatError `unavailable`, `limit_reached`; then there is nothing to let go
   */
  async take(room: string): Promise<LiveRoom> {
    let entry = this.#rooms.get(room);
    if (!entry) {
      checkCount(this.#ports.limits, "rooms", this.#rooms.size);
      const live = new LiveRoom(room, this.#ports);
      entry = { live, opened: live.open(), users: 0 };
      this.#rooms.set(room, entry);
    }
    entry.users++;
    try {
      await entry.opened;
      return entry.live;
    } catch (error) {
      this.letGo(room, entry.live);
      throw error;
    }
  }

  /** Closes a room behind its last user. @param live the one that was taken, where another may stand in its place */
  letGo(room: string, live?: LiveRoom): void {
    const entry = this.#rooms.get(room);
    if (!entry || (live && entry.live !== live)) return;
    entry.users--;
    if (entry.users > 0) return;
    this.#rooms.delete(room);
    entry.live.close();
  }

  /** Closes all. */
  close(): void {
    for (const { live } of this.#rooms.values()) live.close();
    this.#rooms.clear();
  }
}
