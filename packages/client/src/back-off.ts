// How long to wait before another attempt. Pure.

/** The bounds of a back-off, in milliseconds. */
export interface BackOffBounds {
  /** The wait after the first failure, before jitter. */
  first: number;
  /** The longest wait, before jitter. */
  most: number;
}

/**
 * Milliseconds to wait after the `failures`-th failure in a row (from 1): doubling from `first` up to `most`, spread
 * by half to either side so that many clients do not come back at once.
 *
 * @param random a number from 0 up to 1
 */
export function backOff(failures: number, { first, most }: BackOffBounds, random: number): number {
  const wait = Math.min(most, first * 2 ** (failures - 1));
  return Math.round(wait * (0.5 + random));
}
