// The cases that once broke the server, one file a surface: they are played before all else. What stands in the files is the
// case itself and not its seed alone, since a seed means something else once the generators change.

import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** A case that once failed. */
export interface KeptCase<Case> {
  /** What it broke. */
  why: string;
  /** The seed and the path it was found by, with the generators of that time. */
  seed: number;
  path: string;
  case: Case;
}

/** The kept cases of a surface, oldest first. */
export function readKeptCases<Case>(surface: string): KeptCase<Case>[] {
  const file = fileOf(surface);
  if (!existsSync(file)) return [];
  return JSON.parse(readFileSync(file, "utf8")) as KeptCase<Case>[];
}

/** Adds one, unless the same case is kept already. Returns the file. */
export function keepCase<Case>(surface: string, found: KeptCase<Case>): string {
  const file = fileOf(surface);
  const kept = readKeptCases<Case>(surface);
  const known = kept.some((one) => JSON.stringify(one.case) === JSON.stringify(found.case));
  if (!known) writeFileSync(file, `${JSON.stringify([...kept, found], undefined, 2)}\n`);
  return file;
}

function fileOf(surface: string): string {
  return fileURLToPath(new URL(`../kept/${surface}.json`, import.meta.url));
}
