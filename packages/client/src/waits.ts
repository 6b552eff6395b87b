// Waits that are called off together.

import type { Clock } from "./clock.ts";

/** What is to be done later, as long as nobody calls all of it off. */
export class Waits {
  readonly #clock: Clock;
  readonly #cancels = new Set<() => void>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Acts once, `ms` milliseconds from now. */
  after(ms: number, act: () => void): void {
    const cancel = this.#clock.after(ms, () => {
      this.#cancels.delete(cancel);
      act();
    });
    this.#cancels.add(cancel);
  }

  /** Nothing that waits is done any more. */
  callOff(): void {
    for (const cancel of this.#cancels) cancel();
    this.#cancels.clear();
  }
}
