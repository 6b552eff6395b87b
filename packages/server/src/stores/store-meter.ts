// How long a store takes and how often it fails, told to whoever watches. Shared by the stores; knows no numbers.

/** What a store tells of its work. */
export interface StoreMeter {
  /** An operation was done, in so many seconds. */
  took(operation: string, seconds: number): void;
  /** An operation failed. */
  failed(operation: string): void;
}

/** Nobody watches. */
export const NO_METER: StoreMeter = { took: () => undefined, failed: () => undefined };

/** At most so often is an operation timed that messages wait for, in milliseconds. Its failures are all told. */
const SAMPLE_EVERY_MS = 100;

/** Tells how long `act` takes and whether it fails. @param sampler which of many are timed; all where absent */
export async function metered<T>(
  meter: StoreMeter,
  operation: string,
  act: () => Promise<T>,
  sampler?: Sampler,
): Promise<T> {
  const begun = performance.now();
  const timed = sampler?.picks(begun) ?? true;
  try {
    const result = await act();
    if (timed) meter.took(operation, (performance.now() - begun) / 1_000);
    return result;
  } catch (error) {
    meter.failed(operation);
    throw error;
  }
}

/** The function `act`, telling how long it takes and whether it fails. @param sampler which of many are timed */
export function meteredNow<T>(
  meter: StoreMeter,
  operation: string,
  act: (argument: T) => void,
  sampler: Sampler,
): (argument: T) => void {
  return (argument) => {
    const begun = performance.now();
    const timed = sampler.picks(begun);
    try {
      act(argument);
    } catch (error) {
      meter.failed(operation);
      throw error;
    }
    if (timed) meter.took(operation, (performance.now() - begun) / 1_000);
  };
}

/** Decides which of many operations are timed: as many as tell how they do, and no more. */
export class Sampler {
  #last = -Infinity;

  /** Whether this one is. @param now the monotonic clock in milliseconds */
  picks(now: number): boolean {
    if (now - this.#last < SAMPLE_EVERY_MS) return false;
    this.#last = now;
    return true;
  }
}
