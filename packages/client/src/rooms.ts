// The rooms of one client: joins and leaves them, hands each what the server sends of it. Knows memberships; not the
// connection, and of the outbox only that drafts belong into a room's snapshot.

import { ChatError, parseRoomName } from "@chat/protocol";

import { Membership, type MembershipPorts } from "./membership.ts";
import { Room, type RoomOptions } from "./room.ts";
import type { Draft, RoomSnapshot } from "./types.ts";

/** What all rooms of a client need of the world. */
export interface RoomsPorts extends MembershipPorts {
  /** How many entries of a room stay in memory. */
  keepEntries: number;
  /** How many messages of the backlog a first join asks for. */
  backlog: number;
  /** Hears that a new snapshot would look different. */
  changed(): void;
}

/** The rooms, in the order they were joined. */
export class Rooms {
  #ports: RoomsPorts;
  #memberships = new Map<string, Membership>();
  #snapshot: ReadonlyMap<string, RoomSnapshot> = new Map();

  constructor(ports: RoomsPorts) {
    this.#ports = ports;
  }

  get(name: string): Membership | undefined {
    return this.#memberships.get(name);
  }

  get all(): Iterable<Membership> {
    return this.#memberships.values();
  }

  get names(): string[] {
    return [...this.#memberships.keys()];
  }

  /**
   * The membership of a room: the one there is, or else a new one. One that was refused begins anew.
   *
   * @returns it, and whether it has yet to enter
   */
  open(
    room: string,
    { after, backlog, password }: { after?: number; backlog?: number; password?: string },
  ): [Membership, boolean] {
    const name = parseRoomName(room);
    const present = this.#memberships.get(name);
    if (present !== undefined && present.room.status !== "refused") return [present, false];
    present?.end(new ChatError("unavailable", `${name} was joined anew.`, { retryable: false }));
    const options: RoomOptions = {
      ...this.#ports,
      name,
      after,
      backlog: backlog ?? this.#ports.backlog,
    };
    const membership = new Membership(new Room(options), this.#ports, password);
    this.#memberships.set(name, membership);
    this.#ports.changed();
    return [membership, true];
  }

  /** Forgets a room. Returns whether there was one. */
  forget(name: string): boolean {
    const membership = this.#memberships.get(name);
    if (membership === undefined) return false;
    this.#memberships.delete(name);
    membership.end(new ChatError("unavailable", `${name} was left.`, { retryable: false }));
    this.#ports.changed();
    return true;
  }

  /** Takes in an event of the server. What is of no room of this client is left alone. */
  receive(event: string, payload: unknown): void {
    const room = (payload as { room?: unknown } | null | undefined)?.room;
    if (typeof room === "string") this.get(room)?.receive(event, payload);
  }

  /** The rooms as a face sees them. The same map until one of them changes. */
  snapshot(drafts: (room: string) => readonly Draft[]): ReadonlyMap<string, RoomSnapshot> {
    const rooms = new Map<string, RoomSnapshot>();
    let same = this.#snapshot.size === this.#memberships.size;
    for (const [name, { room }] of this.#memberships) {
      const snapshot = room.snapshot(drafts(name));
      rooms.set(name, snapshot);
      same &&= this.#snapshot.get(name) === snapshot;
    }
    if (!same) this.#snapshot = rooms;
    return this.#snapshot;
  }
}
