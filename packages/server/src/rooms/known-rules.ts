// The rules of rooms that have no members on this node, believed for a short while: whoever posts there from outside need
// not wait for the store each time.

import { type RoomRules, toRoomRules } from "./room-rules.ts";
import type { RoomStore } from "./room-store.ts";

/** How long rules are believed, in milliseconds: so late a ban may reach who posts to a room that nobody here is in. */
const BELIEVE_MS = 5_000;
/** How many rooms are known at most; those asked for longest ago are forgotten first. */
const KNOWN_MAX = 10_000;

/** The rules of rooms that are not live here. */
export class KnownRules {
  readonly #store: Pick<RoomStore, "rules">;
  readonly #now: () => number;
  readonly #known = new Map<string, { rules: Promise<RoomRules>; until: number }>();

  /** @param now a time in milliseconds that only grows */
  constructor(store: Pick<RoomStore, "rules">, now: () => number) {
    this.#store = store;
    this.#now = now;
  }

  /** @throws ChatError `unavailable` */
  of(room: string): Promise<RoomRules> {
    const now = this.#now();
    const known = this.#known.get(room);
    if (known && known.until > now) return known.rules;
    const rules = this.#store.rules(room).then(toRoomRules);
    // What failed is asked for again by whoever comes next.
    rules.catch(() => this.#known.delete(room));
    this.#known.delete(room);
    this.#known.set(room, { rules, until: now + BELIEVE_MS });
    this.#forget(now);
    return rules;
  }

  /** Believes nothing of a room any more: something was set here. */
  distrust(room: string): void {
    this.#known.delete(room);
  }

  #forget(now: number): void {
    for (const [room, { until }] of this.#known) {
      if (until > now && this.#known.size <= KNOWN_MAX) return;
      this.#known.delete(room);
    }
  }
}
