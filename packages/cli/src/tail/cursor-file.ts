// A file that remembers the last message of each room that was dealt with. Knows no server.

import {
  closeSync,
  fsyncSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from "node:fs";

import { isMessageId } from "@chat/protocol";

import { CommandError, ExitStatus } from "../exit-status.ts";

/** The file, and what it holds. */
export class CursorFile {
  readonly #path: string;
  readonly #ids: Map<string, number>;

  /** @throws CommandError `usage` where the file holds something else, `failure` where it cannot be read */
  constructor(path: string) {
    this.#path = path;
    this.#ids = read(path);
  }

  /** The id of the last message of a room that was dealt with. */
  get(room: string): number | undefined {
    return this.#ids.get(room);
  }

  /** Remembers it, on disk when this returns. @throws CommandError `failure` where the disk does not take it */
  advance(room: string, id: number): void {
    this.#ids.set(room, id);
    try {
      write(this.#path, `${JSON.stringify(Object.fromEntries(this.#ids))}\n`);
    } catch (error) {
      throw failed(this.#path, "written", error);
    }
  }
}

function read(path: string): Map<string, number> {
  let text: string;
  try {
    // What is no file, such as a device, remembers nothing.
    if (!statSync(path).isFile()) return new Map();
    text = readFileSync(path, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return new Map();
    throw failed(path, "read", error);
  }
  try {
    const entries = Object.entries(JSON.parse(text) as Record<string, unknown>);
    if (entries.every((entry): entry is [string, number] => isMessageId(entry[1])))
      return new Map(entries);
  } catch {
    // Said below.
  }
  throw new CommandError(
    ExitStatus.usage,
    `${path} is no cursor file of chat; name another, or delete it`,
  );
}

/** In one step: whoever reads it, also after a crash, finds the old one or the new one, whole. */
function write(path: string, text: string): void {
  const inPlace = !(statSync(path, { throwIfNoEntry: false })?.isFile() ?? true);
  const draft = inPlace ? path : `${path}.${process.pid}.tmp`;
  try {
    const file = openSync(draft, "w", 0o600);
    try {
      writeSync(file, text);
      if (!inPlace) fsyncSync(file);
    } finally {
      closeSync(file);
    }
    if (!inPlace) renameSync(draft, path);
  } catch (error) {
    if (!inPlace) rmSync(draft, { force: true });
    throw error;
  }
}

function failed(path: string, what: string, error: unknown): CommandError {
  const { code } = error as NodeJS.ErrnoException;
  const why = code === "ENOSPC" ? "the disk is full" : (code ?? String(error));
  return new CommandError(ExitStatus.failure, `the cursor ${path} cannot be ${what}: ${why}`, {
    cause: error,
  });
}
