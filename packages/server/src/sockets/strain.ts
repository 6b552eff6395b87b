// Whether this process has as much to do as it can: asked by those who can do with less, such as fewer writes.

import { type EventLoopUtilization, performance } from "node:perf_hooks";

/** How often it is judged anew, in milliseconds. */
const JUDGE_EVERY_MS = 100;
/** Strain begins where the event loop was busy for more than this part of the time. */
const BEGINS_ABOVE = 0.95;
/** It ends where it was busy for less: what is saved under strain must not end it at once. */
const ENDS_BELOW = 0.7;

/** Judges by how busy the event loop was lately. */
export class Strain {
  readonly #measure: (since?: EventLoopUtilization) => EventLoopUtilization;
  #since: EventLoopUtilization;
  #judgedAt = 0;
  #strained = false;

  /** @param measure how busy the event loop was since, as Node counts it */
  constructor(
    measure: (since?: EventLoopUtilization) => EventLoopUtilization = (since) =>
      performance.eventLoopUtilization(since),
  ) {
    this.#measure = measure;
    this.#since = measure();
  }

  /** Whether there is strain at `now`, by the monotonic clock in milliseconds. */
  isFelt(now: number): boolean {
    if (now - this.#judgedAt >= JUDGE_EVERY_MS) {
      this.#judgedAt = now;
      const { utilization } = this.#measure(this.#since);
      this.#since = this.#measure();
      this.#strained = utilization > (this.#strained ? ENDS_BELOW : BEGINS_ABOVE);
    }
    return this.#strained;
  }
}
