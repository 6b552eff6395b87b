// Something small for each of very many keys that strangers choose: names, addresses. Bounded, and cleans itself as it is
// used: no timers, and a constant amount of work for each key.

/** What of a value decides whether it may be forgotten: as good as new, in use, or in somebody's hands. */
export type Standing = "idle" | "busy" | "held";

/** How many are looked at for each new key: more than one, so that what is idle goes faster than it comes. */
const LOOKED_AT = 4;

/** Values by key. Each is made when it is first asked for. */
export class KeyedTable<T> {
  readonly #values = new Map<string, T>();
  /** Goes round from the oldest to the newest. Begun anew for each look, it would step over all that was deleted. */
  #hand = this.#values.entries();
  readonly #make: () => T;
  readonly #standing: (value: T) => Standing;
  readonly #max: number;

  /**
   * @param standing an idle value is forgotten when it is in the way, a busy one only where the table is full, a held
   * one never: whoever holds values has to bound them
   * @param max how many keys are kept
   */
  constructor(make: () => T, standing: (value: T) => Standing, max: number) {
    this.#make = make;
    this.#standing = standing;
    this.#max = max;
  }

  /** How many there are. */
  get size(): number {
    return this.#values.size;
  }

  /** The value of a key. */
  get(key: string): T {
    const present = this.#values.get(key);
    if (present !== undefined) return present;
    this.#tidy();
    const made = this.#make();
    this.#values.set(key, made);
    return made;
  }

  #tidy(): void {
    for (let looks = 0; looks < LOOKED_AT; looks++) {
      const { done, value: entry } = this.#hand.next();
      if (done === true) {
        this.#hand = this.#values.entries();
        continue;
      }
      const [key, value] = entry;
      const standing = this.#standing(value);
      if (standing === "held") continue;
      const full = this.#values.size >= this.#max;
      if (standing === "idle" || full) this.#values.delete(key);
      // The oldest of those in use, and no more of them.
      if (standing === "busy" && full) return;
    }
  }
}
