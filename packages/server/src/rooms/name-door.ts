// Who may come into a room, or speak there, under which name: the name must not be another's, and must not look like that
// of somebody who is in the room. Knows neither connections nor messages.

import { Looks } from "./looks.ts";
import type { Proof } from "./name-claims.ts";
import type { Names } from "./names.ts";
import { nameAlike } from "./refusals.ts";
import type { RoomStore } from "./room-store.ts";

/** How long it is believed who is in a room that has no members on this node, in milliseconds. */
const BELIEVE_MS = 10_000;

/** What the door works with. */
export interface NameDoorPorts {
  names: Names;
  /** The rooms that have members on this node. */
  rooms: { find(room: string): Pick<Looks, "hasOtherLike"> | undefined };
  store: Pick<RoomStore, "members">;
  /** The time in milliseconds since the epoch. */
  now: () => number;
}

/** The door to all rooms. */
export class NameDoor {
  readonly #ports: NameDoorPorts;
  /** Rooms that have no members here, and were posted to a short while ago. */
  readonly #elsewhere = new Map<string, { looks: Looks; until: number }>();

  constructor(ports: NameDoorPorts) {
    this.#ports = ports;
  }

  /**
   * Lets somebody in under a name, and makes it theirs where it is nobody's and they bring a proof. Of two who come in
   * at once under names that look alike and are nobody's, both may pass.
   *
   * @throws ChatError `username_taken`, `unavailable`
   */
  async pass(room: string, username: string, proof: Proof | undefined): Promise<void> {
    const { names, rooms } = this.#ports;
    const looks = rooms.find(room) ?? (await this.#looksElsewhere(room));
    // Before the name is claimed: who is refused must not own it. Who owns it may spell it as they like.
    if (looks.hasOtherLike(username) && !(await names.isOwner(username, proof))) {
      throw nameAlike(room, username);
    }
    await names.use(username, proof);
  }

  async #looksElsewhere(room: string): Promise<Looks> {
    const now = this.#ports.now();
    const known = this.#elsewhere.get(room);
    if (known && known.until > now) return known.looks;
    const members = new Set(await this.#ports.store.members(room));
    const looks = new Looks(members, (name) => members.has(name));
    this.#sweep(now);
    // Put at the end, also where it was there before.
    this.#elsewhere.delete(room);
    this.#elsewhere.set(room, { looks, until: now + BELIEVE_MS });
    return looks;
  }

  /** The map keeps the order in which rooms were looked up: the oldest are first. */
  #sweep(now: number): void {
    for (const [room, { until }] of this.#elsewhere) {
      if (until > now) return;
      this.#elsewhere.delete(room);
    }
  }
}
