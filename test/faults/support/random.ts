// Chance that can be repeated: every run prints its seed, and CHAT_SEED runs it again. Knows nothing of faults.

import { randomInt } from "node:crypto";

/** Numbers that follow from a seed. */
export interface Random {
  readonly seed: number;
  /** From 0 up to 1. */
  next(): number;
  /** A whole number from `from` up to, not including, `to`. */
  int(from: number, to: number): number;
}

const SEED_MAX = 2 ** 31;

/** The chance of one test. Prints its seed, so that a failure can be run again with it. */
export function createRandom(what: string): Random {
  const given = Number(process.env["CHAT_SEED"]);
  const seed = Number.isSafeInteger(given) && given > 0 ? given : randomInt(1, SEED_MAX);
  process.stdout.write(`${what}: CHAT_SEED=${seed}\n`);
  return fromSeed(seed);
}

/** The numbers of a seed, by the mulberry32 generator. */
function fromSeed(seed: number): Random {
  let state = seed;
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  return { seed, next, int: (from, to) => from + Math.floor(next() * (to - from)) };
}
