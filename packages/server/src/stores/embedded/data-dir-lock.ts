// The right to a data directory: one server at a time, freed by whatever ends the process.
// Within one PID namespace the owner's process is looked up; across (containers that share a volume) its pulse is.

import {
  closeSync,
  mkdirSync,
  openSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  unlinkSync,
  utimesSync,
  writeSync,
} from "node:fs";
import { join } from "node:path";

const LOCK_FILE = "server.lock";
/** How often the owner shows that it lives, in milliseconds. */
const PULSE_MS = 2_000;
/** After so long without a pulse an owner that cannot be looked up is dead, in milliseconds. */
const DEAD_AFTER_MS = 10_000;

interface Owner {
  pid: number;
  /** When the process started, in the kernel's ticks: a PID alone is soon somebody else's. */
  started: string;
  namespace: string;
}

/** Another server uses the data directory. */
export class DataDirInUseError extends Error {}

/** A data directory that belongs to this process until released. */
export class DataDirLock {
  readonly #path: string;
  readonly #pulse: NodeJS.Timeout;

  private constructor(path: string) {
    this.#path = path;
    this.#pulse = setInterval(() => this.#touch(), PULSE_MS);
    this.#pulse.unref();
  }

  /**
   * Takes a data directory, making it where it is missing.
   *
   * @throws DataDirInUseError where another server has it; system errors where it cannot be written
   */
  static take(directory: string): DataDirLock {
    mkdirSync(directory, { recursive: true });
    const path = join(directory, LOCK_FILE);
    // Once more after a dead owner's lock was removed; then somebody else was quicker.
    for (let attempt = 0; attempt < 2; attempt++) {
      if (write(path, describe(process.pid))) return new DataDirLock(path);
      const owner = read(path);
      if (owner && isAlive(owner, path)) {
        throw new DataDirInUseError(
          `${directory} is in use by another server (process ${owner.pid}). Stop it, or give this one its own DATA_DIR.`,
        );
      }
      unlinkSync(path);
    }
    throw new DataDirInUseError(`${directory} was just taken by another server.`);
  }

  /** Gives the directory back. */
  release(): void {
    clearInterval(this.#pulse);
    // Where somebody has removed it meanwhile there is nothing to give back.
    rmSync(this.#path, { force: true });
  }

  #touch(): void {
    const now = new Date();
    try {
      utimesSync(this.#path, now, now);
    } catch {
      // A disk that refuses this refuses messages too, and that is reported.
    }
  }
}

/** The process that has a data directory; undefined where none has. */
export function findOwner(directory: string): number | undefined {
  const path = join(directory, LOCK_FILE);
  const owner = read(path);
  return owner && isAlive(owner, path) ? owner.pid : undefined;
}

function write(path: string, owner: Owner): boolean {
  try {
    const file = openSync(path, "wx", 0o600);
    writeSync(file, JSON.stringify(owner));
    closeSync(file);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  }
}

function read(path: string): Owner | undefined {
  try {
    return JSON.parse(readFileSync(path, "utf8")) as Owner;
  } catch {
    return undefined;
  }
}

function describe(pid: number): Owner {
  return { pid, started: startOf(pid), namespace: namespaceOf() };
}

function isAlive(owner: Owner, path: string): boolean {
  if (owner.namespace !== namespaceOf()) {
    return Date.now() - statSync(path).mtimeMs < DEAD_AFTER_MS;
  }
  try {
    process.kill(owner.pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ESRCH") return false;
  }
  return startOf(owner.pid) === owner.started;
}

/** The start of a process by /proc/PID/stat, field 22; empty where there is no /proc. */
function startOf(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    // The command, field 2, may hold anything, a parenthesis too.
    return stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19] ?? "";
  } catch {
    return "";
  }
}

function namespaceOf(): string {
  try {
    return readlinkSync("/proc/self/ns/pid");
  } catch {
    return "";
  }
}
