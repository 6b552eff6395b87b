// How much this process has to do, and for how long it should gather what is alike so that it manages: asked by those
// who then do with fewer writes.

import { type EventLoopUtilization, performance } from "node:perf_hooks";

/** How often it is judged anew, in milliseconds. */
const JUDGE_EVERY_MS = 50;
/** There is strain where the event loop was busy for more than this part of the time. */
const STRAINED_ABOVE = 0.95;
/** It gets less where the event loop was busy for less: what is saved under strain must not end it at once. */
const RELAXED_BELOW = 0.75;
/** There is none, and nobody has to wait, where it was busy for less: half of what strain takes is all that pauses save. */
const IDLE_BELOW = 0.35;
/**
 * Nobody is made to wait where there were never so many requests at one time: they are served one after the other in less
 * time than a pause takes. One client that sends one message at a time can keep a disk busy all the time, too.
 */
const QUEUE_MIN = 32;
/** The first pause, in milliseconds. */
const FIRST_PAUSE_MS = 25;
/** The longest, in milliseconds: whatever waits for it still is there in a tenth of a second. */
const PAUSE_MAX_MS = 40;
/** How much shorter it gets at a time, in milliseconds. */
const SHORTER_MS = 5;

/** Judges by how busy the event loop was lately. */
export class Strain {
  readonly #measure: (since?: EventLoopUtilization) => EventLoopUtilization;
  #since: EventLoopUtilization;
  #judgedAt = 0;
  #pauseMs = 0;
  #hasQueue = false;
  readonly #mostUnderWay: () => number;

  /**
   * @param mostUnderWay how many requests there were at most at one time since it was asked last
   * @param measure how busy the event loop was since, as Node counts it
   */
  constructor(
    mostUnderWay: () => number,
    measure: (since?: EventLoopUtilization) => EventLoopUtilization = (since) =>
      performance.eventLoopUtilization(since),
  ) {
    this.#mostUnderWay = mostUnderWay;
    this.#measure = measure;
    this.#since = measure();
  }

  /**
   * For how long to gather at `now`, by the monotonic clock; both in milliseconds. 0 where there is no strain, or no queue,
   * else as much as it took lately, up to {@link PAUSE_MAX_MS}.
   */
  pauseMs(now: number): number {
    this.#judge(now);
    return this.#hasQueue ? this.#pauseMs : 0;
  }

  /** Whether there is strain at `now`, by the monotonic clock in milliseconds. */
  isFelt(now: number): boolean {
    this.#judge(now);
    return this.#pauseMs > 0;
  }

  #judge(now: number): void {
    if (now - this.#judgedAt < JUDGE_EVERY_MS) return;
    this.#judgedAt = now;
    this.#hasQueue = this.#mostUnderWay() >= QUEUE_MIN;
    const { utilization } = this.#measure(this.#since);
    this.#since = this.#measure();
    if (utilization > STRAINED_ABOVE) {
      this.#pauseMs = Math.min(PAUSE_MAX_MS, Math.max(FIRST_PAUSE_MS, this.#pauseMs * 2));
    } else if (utilization < IDLE_BELOW) {
      this.#pauseMs = 0;
    } else if (utilization < RELAXED_BELOW) {
      this.#pauseMs = this.#pauseMs > FIRST_PAUSE_MS ? this.#pauseMs - SHORTER_MS : 0;
    }
  }
}
