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
  readonly #holdMs: number;
  #tokens: number;
  #at: number;
  #heldUntil = -Infinity;

  /**
   * @param now the time in milliseconds
   * @param holdMs how long a refusal holds at least, in milliseconds, though there may be a token before. Who sends
   * several things in a row without waiting for answers has all refused that come behind the first refused one, and
   * nothing is let through out of its order.
   */
  constructor(rate: Rate, now: number, holdMs = 0) {
    this.#rate = rate;
    this.#holdMs = holdMs;
    this.#tokens = rate.burst;
    this.#at = now;
  }

  /**
   * Takes one token.
   *
   * @returns 0 where there was one, else the milliseconds until there will be
   */
  take(now: number): number {
    const left = this.left(now);
    if (now < this.#heldUntil) return Math.ceil(this.#heldUntil - now);
    if (left >= 1) {
      this.#tokens = left - 1;
      return 0;
    }
    const wait = Math.ceil(((1 - left) / this.#rate.perSecond) * 1_000);
    if (wait < this.#holdMs) this.#heldUntil = now + this.#holdMs;
    return Math.max(wait, this.#holdMs);
  }

  /** Takes so many tokens at once, or all there are. */
  drain(count: number, now: number): void {
    this.#tokens = Math.max(0, this.left(now) - count);
  }

  /** How many tokens there are, with the fraction of the next. */
  left(now: number): number {
    const { burst, perSecond } = this.#rate;
    const passed = Math.max(0, now - this.#at) / 1_000;
    this.#tokens = Math.min(burst, this.#tokens + passed * perSecond);
    this.#at = now;
    return this.#tokens;
  }

  /** How many tokens are missing. 0 says as much as a new bucket would. */
  missing(now: number): number {
    return this.#rate.burst - this.left(now);
  }
}
