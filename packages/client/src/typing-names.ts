// Who is typing in a room. A name is taken off when it has not been heard of for a while.

import type { Clock } from "./clock.ts";

/** Milliseconds after which somebody who said to be typing counts as having stopped. */
export const TYPING_EXPIRES_MS = 6_000;

/** The names of those who type in one room. */
export class TypingNames {
  #expiries = new Map<string, () => void>();
  #view: readonly string[] = [];
  #clock: Clock;
  #changed: () => void;

  /** @param changed called when somebody was taken off by time */
  constructor(clock: Clock, changed: () => void) {
    this.#clock = clock;
    this.#changed = changed;
  }

  /** In the order they began. The same array until something changes. */
  get names(): readonly string[] {
    return this.#view;
  }

  /** Notes that somebody types. Without another note it is forgotten after {@link TYPING_EXPIRES_MS}. */
  add(name: string): void {
    const known = this.#expiries.get(name);
    known?.();
    this.#expiries.set(
      name,
      this.#clock.after(TYPING_EXPIRES_MS, () => {
        this.remove(name);
        this.#changed();
      }),
    );
    if (known === undefined) this.#view = [...this.#expiries.keys()];
  }

  /** Returns whether that name was there. */
  remove(name: string): boolean {
    this.#expiries.get(name)?.();
    if (!this.#expiries.delete(name)) return false;
    this.#view = [...this.#expiries.keys()];
    return true;
  }

  clear(): void {
    for (const cancel of this.#expiries.values()) cancel();
    this.#expiries.clear();
    if (this.#view.length > 0) this.#view = [];
  }
}
