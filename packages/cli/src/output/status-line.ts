// A line at the foot of a terminal that says how far something is, while it takes long. On standard error; what is
// printed goes on as if it were not there. Knows nothing of what is done.

import { cleanForTerminal } from "@chat/protocol";

import { standardError } from "./standard-output.ts";
import { truncate } from "./text-width.ts";

/** What is over by then needs no line, in milliseconds. */
const LONG_MS = 1_000;
const EVERY_MS = 100;
const CLEAR = "\r\u001b[K";

/** The line. To be made only where a terminal is on standard error. */
export class StatusLine {
  readonly #begun = performance.now();
  #shownAt = 0;
  #timer: NodeJS.Timeout | undefined;
  #text = "";
  #shown = false;

  /** Shows a text in the place of the one before: not before a second has passed, and not all too often. */
  show(text: string): void {
    this.#text = text;
    if (this.#timer !== undefined) return;
    const now = performance.now();
    const wait = Math.max(this.#begun + LONG_MS - now, this.#shownAt + EVERY_MS - now, 0);
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      this.#shownAt = performance.now();
      this.#shown = true;
      const stream = standardError();
      const line = cleanForTerminal(this.#text).replace(/\s+/g, " ");
      stream.write(`${CLEAR}chat: ${truncate(line, (stream.columns || 80) - 8)}`);
    }, wait).unref();
  }

  /** Takes the line away. */
  end(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#shown) standardError().write(CLEAR);
    this.#shown = false;
  }
}
