// What was sent, by room, for Up and Ctrl-R: lines of JSON in a file that several processes add to. Knows no screen.

import { appendFileSync, chmodSync, existsSync, mkdirSync, readFileSync } from "node:fs";
import { dirname } from "node:path";

import { isObject, replaceFile } from "../json-file.ts";
import { withSent } from "../screen/composer.ts";

/** So many lines more than are kept, and the file is written anew. */
const SLACK = 1_000;
/** Of all rooms together. */
const LINES_MAX = 5_000;

interface Line {
  room: string;
  text: string;
}

/** The texts, newest last. */
export class SentTexts {
  readonly #path: string;
  readonly #rooms = new Map<string, readonly string[]>();

  /** Reads what is kept. A file that cannot be read holds nothing. */
  constructor(path: string) {
    this.#path = path;
    const lines = readLines(path);
    const kept = lines.slice(-LINES_MAX);
    for (const line of kept) this.#add(line);
    if (lines.length > LINES_MAX + SLACK) this.#rewrite(kept);
  }

  /** What was sent to a room, oldest first, at most 500. */
  of(room: string): readonly string[] {
    return this.#rooms.get(room) ?? [];
  }

  /** Keeps one more. @throws Error as the file system has it */
  add(room: string, text: string): void {
    const before = this.of(room);
    this.#add({ room, text });
    if (this.of(room) === before) return;
    mkdirSync(dirname(this.#path), { recursive: true, mode: 0o700 });
    const isNew = !existsSync(this.#path);
    appendFileSync(this.#path, `${JSON.stringify({ room, text })}\n`, { mode: 0o600 });
    if (isNew) chmodSync(this.#path, 0o600);
  }

  #add({ room, text }: Line): void {
    this.#rooms.set(room, withSent(this.of(room), text));
  }

  #rewrite(lines: readonly Line[]): void {
    try {
      replaceFile(this.#path, lines.map((line) => `${JSON.stringify(line)}\n`).join(""), false);
    } catch {
      // It stays as long as it is; the next start tries again.
    }
  }
}

function readLines(path: string): Line[] {
  let text = "";
  try {
    text = readFileSync(path, "utf8");
  } catch {
    return [];
  }
  return text.split("\n").flatMap((line) => {
    try {
      const value: unknown = JSON.parse(line);
      if (!isObject(value)) return [];
      const { room, text: sent } = value;
      return typeof room === "string" && typeof sent === "string" ? [{ room, text: sent }] : [];
    } catch {
      // The last line of a process that was killed, or a hand that edited: the others count.
      return [];
    }
  });
}
