// Transactions end before the disk is full. See decision 059.

import { statfsSync } from "node:fs";

const MEGABYTE = 1024 * 1024;
/** What must be free for a transaction that adds, in bytes: what it may write, and more. */
const SPACE_MIN_BYTES = 8 * MEGABYTE;
/** What must be free on the disk in any case: pages that were let go of are written to some transactions later. */
const DISK_MIN_BYTES = 4 * MEGABYTE;

/** What a transaction does to the space that is left. */
export type SpaceUse = "adds" | "frees";

/**
 * Looks whether there is room for a transaction, in 1.5 µs where the disk has enough. A file system that does not say its
 * size is taken to have room.
 *
 * @param reusableBytes what is free inside the store's own file, asked for where the disk has little
 * @throws Error where the disk has less than 4 MB, or for what adds less than 8 and the file less than 8, too; system errors
 *   where the directory cannot be asked
 */
export function assertSpace(directory: string, use: SpaceUse, reusableBytes: () => number): void {
  const { bsize, blocks, bavail } = statfsSync(directory);
  const free = bsize * bavail;
  if (blocks === 0 || free >= SPACE_MIN_BYTES) return;
  if (free >= DISK_MIN_BYTES && (use === "frees" || reusableBytes() >= SPACE_MIN_BYTES)) return;
  const needed = SPACE_MIN_BYTES / MEGABYTE;
  throw new Error(`less than ${needed} MB are free on the disk of ${directory}: free some`);
}
