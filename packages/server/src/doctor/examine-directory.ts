// How the directory of the embedded store does: whether it can be written, whose it is, and whether there is room.

import {
  accessSync,
  constants,
  existsSync,
  mkdtempSync,
  rmdirSync,
  statSync,
  statfsSync,
} from "node:fs";
import { dirname, join } from "node:path";

import { findOwner } from "../stores/embedded/data-dir-lock.ts";
import { TABLES_FILE } from "../stores/embedded/database.ts";
import { type Finding, ok, problem, warning } from "./finding.ts";

const MEGABYTE = 1_000_000;
/** Below this the disk may be full tomorrow; below a tenth of it, in a minute. */
const ROOM_MIN = 1_000 * MEGABYTE;
/** Kinds of file systems by statfs(2): those in memory, and those of another machine. */
const IN_MEMORY = new Set([0x01021994, 0x858458f6]);
const REMOTE = new Map([
  [0x6969, "NFS"],
  [0xff534d42, "CIFS"],
  [0xfe534d42, "SMB"],
]);

/** Looks at the directory, which need not be there yet. Leaves it as it is. */
export function examineDirectory(directory: string): Finding[] {
  const present = existsSync(directory);
  const place = present ? directory : nearestPresent(directory);
  const fault = tryWriting(place);
  if (fault !== undefined) {
    return [
      problem(
        "directory",
        `${place} cannot be written (${fault}).`,
        "Give the server's user the right to, or choose another DATA_DIR.",
      ),
    ];
  }
  return [examineOwner(directory, present), examineKind(place), examineRoom(place)].flat();
}

function examineOwner(directory: string, present: boolean): Finding {
  if (!present) return ok("directory", `${directory} will be made.`);
  const tables = join(directory, TABLES_FILE);
  const size = existsSync(tables) ? statSync(tables).size : 0;
  const owner = findOwner(directory);
  const whose =
    owner === undefined ? "no server runs on it" : `the server with process ${owner} runs on it`;
  return ok("directory", `${directory} holds ${Math.ceil(size / MEGABYTE)} MB; ${whose}.`);
}

function examineKind(place: string): Finding[] {
  const { type } = statfsSync(place);
  const remote = REMOTE.get(type);
  if (remote !== undefined) {
    return [
      problem(
        "disk",
        `${place} is on another machine (${remote}), where what is written cannot be relied on.`,
        "Choose a DATA_DIR on a disk of this machine.",
      ),
    ];
  }
  if (!IN_MEMORY.has(type)) return [];
  return [
    warning(
      "disk",
      `${place} is in memory: all is gone when this machine restarts.`,
      "Choose a DATA_DIR on a disk.",
    ),
  ];
}

function examineRoom(place: string): Finding {
  const { bavail, bsize } = statfsSync(place);
  const free = bavail * bsize;
  const says = `${Math.round(free / MEGABYTE).toLocaleString("en-US")} MB are free.`;
  if (free >= ROOM_MIN) return ok("space", says);
  const advice = "Make room, or choose another DATA_DIR.";
  const full = free < ROOM_MIN / 10;
  return full ? problem("space", says, advice) : warning("space", says, advice);
}

/** The code of the error, undefined where it can be written. */
function tryWriting(place: string): string | undefined {
  try {
    accessSync(place, constants.W_OK | constants.X_OK);
    // A read-only file system and a full quota let everybody have access.
    rmdirSync(mkdtempSync(join(place, ".chat-doctor-")));
    return undefined;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code ?? String(error);
  }
}

function nearestPresent(directory: string): string {
  const parent = dirname(directory);
  return existsSync(parent) || parent === directory ? parent : nearestPresent(parent);
}
