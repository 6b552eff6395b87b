// The highest rate that holds, found by trying: up until one does not, down until one does, then in between.

/** How the rate goes on where all held so far, and where none did. */
const STEP_UP = 1.25;
const STEP_DOWN = 0.85;
/** Found once what holds and what does not are as close as this. */
const PRECISION = 1.06;
/** How many rates are tried at most. */
const TRIES_MAX = 14;

/**
 * Tries rates, the highest that held and the lowest that did not in mind. Answers the highest that held; 0 where none did.
 *
 * @param {number} first above 0
 * @param {(rate: number) => Promise<boolean>} holds
 */
export async function findHighest(first, holds) {
  let held = 0;
  let failed = Infinity;
  let rate = first;
  for (let tries = 0; tries < TRIES_MAX && failed / held > PRECISION; tries++) {
    if (await holds(rate)) held = rate;
    else failed = rate;
    if (failed === Infinity) rate *= STEP_UP;
    else if (held === 0) rate *= STEP_DOWN;
    else rate = Math.sqrt(held * failed);
  }
  return held;
}
