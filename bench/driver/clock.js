// One clock for all processes of a run: the machine's monotonic clock, in milliseconds and in wrapped microseconds.

const OFFSET_MS = measureOffset();
const WRAP_MASK = 2 ** 30 - 1;

/** The first calls of each clock take a millisecond or two: of several readings the quickest counts. */
function measureOffset() {
  let best = { took: Infinity, offset: 0 };
  for (let reading = 0; reading < 10; reading++) {
    const before = performance.now();
    const machine = Number(process.hrtime.bigint()) / 1e6;
    const took = performance.now() - before;
    if (took < best.took) best = { took, offset: machine - before - took / 2 };
  }
  return best.offset;
}

/** Milliseconds of the machine's monotonic clock, the same in every process. */
export function nowMs() {
  return performance.now() + OFFSET_MS;
}

/**
 * A moment as microseconds in 30 bits, which wrap every 18 minutes: cheap to carry and to subtract.
 *
 * @param {number} ms
 */
export function toMicros(ms) {
  return ((ms * 1000) % 2 ** 30) | 0;
}

/**
 * The microseconds from one wrapped moment to a later one, less than 18 minutes after it. Where the clocks' grain makes
 * it negative, 0.
 *
 * @param {number} from
 * @param {number} to
 */
export function microsBetween(from, to) {
  const span = (to - from) & WRAP_MASK;
  return span > WRAP_MASK - 1_000_000 ? 0 : span;
}
