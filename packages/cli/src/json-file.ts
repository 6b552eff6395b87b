// A file that holds one JSON object: read with words for what is wrong, replaced in one step. Knows no fields.

import {
  chmodSync,
  closeSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  writeSync,
} from "node:fs";
import { dirname } from "node:path";

/** An object as JSON has it. */
export type JsonObject = Record<string, unknown>;

/** Whether a value is an object of names and values, and no array. */
export function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/**
 * The object in a file; an empty one where there is no file.
 *
 * @throws Error that says in a few words what is wrong with it
 */
export function readJsonFile(path: string): JsonObject {
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    if (code === "ENOENT" || code === "ENOTDIR") return {};
    throw new Error(code === "EACCES" ? "it may not be read" : "it cannot be read", { cause });
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new Error("it is not JSON", { cause });
  }
  if (isObject(value)) return value;
  throw new Error("it does not hold an object");
}

/**
 * Replaces a file: whoever reads it meanwhile sees the old one or the new one, whole. Readable by its owner alone; a
 * link to it stays one.
 *
 * @param durable whether it has to survive a loss of power; that takes a wait for the disk
 * @throws Error as the file system has it
 */
export function replaceFile(path: string, text: string, durable = true): void {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  const target = existing(path);
  const draft = `${target}.${process.pid}.tmp`;
  try {
    const file = openSync(draft, "wx", 0o600);
    try {
      chmodSync(draft, 0o600);
      writeSync(file, text);
      if (durable) fsyncSync(file);
    } finally {
      closeSync(file);
    }
    renameSync(draft, target);
  } catch (error) {
    rmSync(draft, { force: true });
    throw error;
  }
}

/**
 * Makes a file that is not there yet, whole from the first moment and readable by its owner alone. One that is there
 * already stays as it is: of several processes that make it at once, one does.
 *
 * @throws Error as the file system has it
 */
export function createFile(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  const draft = `${path}.${process.pid}.tmp`;
  try {
    const file = openSync(draft, "wx", 0o600);
    try {
      writeSync(file, text);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    // A name more for the same file: unlike a rename it takes no other one's place.
    linkSync(draft, path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  } finally {
    rmSync(draft, { force: true });
  }
}

function existing(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}
