// How much somebody may do: so much at once, so much a second for good. Pure; the time is handed in.

/** The size of a bucket and how it fills. */
export interface Rate {
  /** How many may be taken at once from a full bucket. */
  burst: number;
  /** How many flow in a second. */
  perSecond: number;
}

/** A token bucket: full at first. */
export class TokenBucket {
  readonly #rate: Rate;
  #tokens: number;
  #at: number;

  /** @param now the time in milliseconds */
  constructor(rate: Rate, now: number) {
    this.#rate = rate;
    this.#tokens = rate.burst;
    this.#at = now;
  }

  /**
   * Takes one token.
   *
   * @returns 0 where there was one, else the milliseconds until there will be
   */
  take(now: number): number {
    const { burst, perSecond } = this.#rate;
    const passed = Math.max(0, now - this.#at) / 1_000;
    this.#tokens = Math.min(burst, this.#tokens + passed * perSecond);
    this.#at = now;
    if (this.#tokens >= 1) {
      this.#tokens -= 1;
      return 0;
    }
    return Math.ceil(((1 - this.#tokens) / perSecond) * 1_000);
  }
}
