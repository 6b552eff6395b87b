// What somebody heard, in order, and the waiting for more of it within a bound.

import { inspect } from "node:util";

const BOUND_MS = 10_000;

/** A list that grows, and can be waited for. */
export class Heard<T> {
  readonly all: T[] = [];
  readonly #lookers = new Set<() => void>();

  add(item: T): void {
    this.all.push(item);
    for (const look of this.#lookers) look();
  }

  /**
   * Settles once the list fits, now or later.
   *
   * @throws Error with the list, where it does not within `boundMs`
   */
  until(what: string, fits: (all: readonly T[]) => boolean, boundMs = BOUND_MS): Promise<void> {
    return new Promise((resolve, reject) => {
      const look = () => {
        if (!fits(this.all)) return;
        this.#lookers.delete(look);
        clearTimeout(timer);
        resolve();
      };
      const timer = setTimeout(() => {
        this.#lookers.delete(look);
        reject(new Error(`within ${boundMs} ms there was no ${what}, only ${inspect(this.all)}`));
      }, boundMs);
      this.#lookers.add(look);
      look();
    });
  }

  /** Settles with the first item that fits, now or later. */
  async first(what: string, fits: (item: T) => boolean, boundMs = BOUND_MS): Promise<T> {
    await this.until(what, (all) => all.some(fits), boundMs);
    return this.all.find(fits) as T;
  }

  /** Settles once there are so many items. */
  async count(count: number, boundMs = BOUND_MS): Promise<T[]> {
    await this.until(`${count} items`, (all) => all.length >= count, boundMs);
    return this.all;
  }

  /** Settles once an item is there that equals this one. */
  async has(item: T, boundMs = BOUND_MS): Promise<void> {
    await this.until(inspect(item), (all) => all.includes(item), boundMs);
  }
}
