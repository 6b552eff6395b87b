// How far each room was read, in a file that several processes write: the furthest counts. Knows no screen.

import { readFileSync } from "node:fs";

import { isObject, replaceFile } from "../json-file.ts";

/** Rooms more than that, and those that were left first are forgotten. */
const ROOMS_MAX = 500;

/** The ids of the last messages that were read. */
export class ReadMarks {
  readonly #path: string;
  #marks: ReadonlyMap<string, number>;

  /** Reads what is kept. A file that cannot be read holds nothing. */
  constructor(path: string) {
    this.#path = path;
    this.#marks = readMarks(path);
  }

  /** The id of the last message that was read in a room, 0 where none is known. */
  of(room: string): number {
    return this.#marks.get(room) ?? 0;
  }

  /** Keeps that a room was read up to a message. @throws Error as the file system has it */
  set(room: string, id: number): void {
    if (id <= this.of(room)) return;
    // What another process has read meanwhile is read.
    const marks = new Map(readMarks(this.#path));
    const furthest = Math.max(id, marks.get(room) ?? 0);
    marks.delete(room);
    marks.set(room, furthest);
    this.#marks = new Map([...marks].slice(-ROOMS_MAX));
    replaceFile(this.#path, JSON.stringify(Object.fromEntries(this.#marks)), false);
  }
}

function readMarks(path: string): ReadonlyMap<string, number> {
  try {
    const value: unknown = JSON.parse(readFileSync(path, "utf8"));
    if (!isObject(value)) return new Map();
    const marks = Object.entries(value).filter(
      ([, id]) => Number.isSafeInteger(id) && Number(id) > 0,
    );
    return new Map(marks as [string, number][]);
  } catch {
    return new Map();
  }
}
