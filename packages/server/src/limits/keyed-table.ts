// Something small for each of very many keys that strangers choose: names, addresses. Bounded, and cleans itself as it is
// used: no timers, and a constant amount of work for each key.

/** What of a value decides whether it may be forgotten: as good as new, in use, or in somebody's hands. */
export type Standing = "idle" | "busy" | "held";

/** How many of the oldest are looked at for each new key: more than one, so that what is idle goes faster than it comes. */
const LOOKED_AT = 4;

/** Values by key. Each is made when it is first asked for. */
export class KeyedTable<T> {
  readonly #values = new Map<string, T>();
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
    // What is set again while it is walked through comes once more at the end: the walk is bounded by the count.
    let looks = LOOKED_AT;
    for (const [key, value] of this.#values) {
      if (looks-- === 0) return;
      const standing = this.#standing(value);
      this.#values.delete(key);
      const full = this.#values.size + 1 >= this.#max;
      if (standing === "held" || (standing === "busy" && !full)) this.#values.set(key, value);
    }
  }
}
