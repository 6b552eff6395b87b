// Counts of durations in buckets that are at most 1.6 % wide: cheap to add to, and summed over processes.

const SUB_BITS = 6;
const SUB = 2 ** SUB_BITS;
const BUCKETS = SUB * (32 - SUB_BITS);

/** Durations in whole microseconds, up to 2^31. */
export class Histogram {
  #counts = new Float64Array(BUCKETS);

  /** @param {number} micros */
  add(micros) {
    const value = micros | 0;
    const index = toIndex(value);
    this.#counts[index] = /** @type {number} */ (this.#counts[index]) + 1;
  }

  reset() {
    this.#counts.fill(0);
  }

  /** The buckets that are not empty: pairs of index and count, to be sent to another process. */
  toPairs() {
    /** @type {[number, number][]} */
    const pairs = [];
    for (const [index, count] of this.#counts.entries()) if (count > 0) pairs.push([index, count]);
    return pairs;
  }

  /** @param {[number, number][]} pairs */
  addPairs(pairs) {
    for (const [index, count] of pairs) {
      this.#counts[index] = /** @type {number} */ (this.#counts[index]) + count;
    }
  }

  get count() {
    return this.#counts.reduce((sum, count) => sum + count, 0);
  }

  /**
   * The duration that this part of all durations does not pass, in milliseconds; NaN where there are none.
   *
   * @param {number} part 0 to 1
   */
  percentile(part) {
    const total = this.count;
    if (total === 0) return Number.NaN;
    let left = Math.max(1, Math.ceil(total * part));
    for (const [index, count] of this.#counts.entries()) {
      left -= count;
      if (left <= 0) return toMicros(index) / 1000;
    }
    return Number.NaN;
  }
}

/** @param {number} value */
function toIndex(value) {
  if (value < SUB) return value < 0 ? 0 : value;
  const shift = 31 - Math.clz32(value) - SUB_BITS;
  return (shift << SUB_BITS) + (value >> shift);
}

/** The middle of a bucket. @param {number} index */
function toMicros(index) {
  if (index < 2 * SUB) return index;
  const shift = (index >> SUB_BITS) - 1;
  return (index - (shift << SUB_BITS) + 0.5) * 2 ** shift;
}
