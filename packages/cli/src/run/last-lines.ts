// The last lines of an output that may have no end: bounded in lines and in their length, as people saw them.

import { stripVTControlCharacters } from "node:util";

/** Longer lines lose their middle; a message could not hold more of them anyway. */
const LINE_MAX_UNITS = 4_000;

/** Collects output and keeps its last lines. */
export class LastLines {
  readonly #count: number;
  readonly #decoder = new TextDecoder();
  #lines: string[] = [];
  #open = "";

  /** @param count how many lines to keep */
  constructor(count: number) {
    this.#count = count;
  }

  /** Takes in output as it comes. */
  add(bytes: Uint8Array): void {
    const parts = (this.#open + this.#decoder.decode(bytes, { stream: true })).split("\n");
    this.#open = (parts.pop() ?? "").slice(-LINE_MAX_UNITS);
    for (const line of parts) this.#lines.push(line.slice(-LINE_MAX_UNITS));
    if (this.#lines.length > this.#count) this.#lines = this.#lines.slice(-this.#count || Infinity);
  }

  /** The lines as a terminal would have shown them: without colours, a progress line as it was last drawn. */
  all(): string[] {
    if (this.#count === 0) return [];
    const lines = this.#open === "" ? this.#lines : [...this.#lines, this.#open];
    return lines.slice(-this.#count).map(toShown);
  }
}

function toShown(line: string): string {
  const drawn = stripVTControlCharacters(line).replace(/\r+$/, "");
  return drawn.slice(drawn.lastIndexOf("\r") + 1).trimEnd();
}
