// Transactions end before the disk is full. See decision 059.

import { statfsSync } from "node:fs";

/** What must be free on the disk of the data directory before a transaction begins, in bytes: what it may write, and more. */
const SPACE_MIN_BYTES = 8 * 1024 * 1024;

/**
 * Whether there is room for a transaction, 1.5 µs. A file system that does not say its size is taken to have room.
 *
 * @throws Error where less than {@link SPACE_MIN_BYTES} are free, system errors where the directory cannot be asked
 */
export function assertSpace(directory: string): void {
  const { bsize, blocks, bavail } = statfsSync(directory);
  if (blocks === 0 || bsize * bavail >= SPACE_MIN_BYTES) return;
  const needed = SPACE_MIN_BYTES / 1024 / 1024;
  throw new Error(`less than ${needed} MB are free on the disk of ${directory}: free some`);
}
