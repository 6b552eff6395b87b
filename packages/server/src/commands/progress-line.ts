// A line on standard error that says how far something is, where a person looks at it.

/** How often it is written anew, in milliseconds. */
const EVERY_MS = 100;

/** A line that is written over itself; nothing at all where standard error is no terminal. */
export class ProgressLine {
  readonly #stream: NodeJS.WriteStream;
  #writtenAt = -Infinity;

  constructor(stream: NodeJS.WriteStream = process.stderr) {
    this.#stream = stream;
  }

  /** Says how far it is. Cheap: most calls write nothing. */
  show(text: () => string): void {
    const now = performance.now();
    if (!this.#stream.isTTY || now - this.#writtenAt < EVERY_MS) return;
    this.#writtenAt = now;
    this.#stream.write(`\r\u001b[K${text()}`);
  }

  /** Takes the line away. */
  clear(): void {
    if (this.#stream.isTTY) this.#stream.write("\r\u001b[K");
  }
}

/** A number and what it counts: `1 room`, `1,204 messages`. */
export function count(number: number, what: string): string {
  return `${number.toLocaleString("en-US")} ${what}${number === 1 ? "" : "s"}`;
}
