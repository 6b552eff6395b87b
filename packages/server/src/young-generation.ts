// V8's young generation, as far as a program can see and move it.

import { getHeapSpaceStatistics, setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

/** What V8 holds for young objects, in bytes: twice what fits in. */
export function youngBytes(): number {
  const space = getHeapSpaceStatistics().find(({ space_name: name }) => name === "new_space");
  return space?.space_size ?? 0;
}

/**
 * Makes a function that collects the young generation: V8 has one, and gives it to contexts made under a flag. Where it has none,
 * it does nothing.
 */
export function createYoungCollection(): () => void {
  setFlagsFromString("--expose-gc");
  const collect = runInNewContext("globalThis.gc") as ((how: object) => void) | undefined;
  setFlagsFromString("--no-expose-gc");
  return () => collect?.({ type: "minor" });
}
