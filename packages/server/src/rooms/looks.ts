// How the names that are in a room look, counted, so that another one that looks alike is found without comparing all.

import { toLook } from "@chat/protocol/look";

/** The looks of some names. */
export class Looks {
  readonly #counts = new Map<string, number>();
  readonly #has: (name: string) => boolean;

  /** @param names each once @param has whether a name is among them, by now */
  constructor(names: Iterable<string>, has: (name: string) => boolean) {
    this.#has = has;
    for (const name of names) this.add(name);
  }

  /** Counts a name that came. */
  add(name: string): void {
    const look = toLook(name);
    this.#counts.set(look, (this.#counts.get(look) ?? 0) + 1);
  }

  /** Counts a name no more. */
  remove(name: string): void {
    const look = toLook(name);
    const count = this.#counts.get(look) ?? 0;
    if (count > 1) this.#counts.set(look, count - 1);
    else this.#counts.delete(look);
  }

  /** Whether another name than this one looks like it. */
  hasOtherLike(name: string): boolean {
    const count = this.#counts.get(toLook(name)) ?? 0;
    return count > (this.#has(name) ? 1 : 0);
  }
}
