// What comes from the terminal as keys and pastes, in time: a lone Esc is one once nothing follows it. Knows neither
// what keys do nor the terminal.

import { type BackgroundReply } from "./background-reply.ts";
import { type Input, KeyDecoder } from "./key-decoder.ts";

/** After a lone Esc: what belongs to it follows within this, over slow lines too. In milliseconds. */
const ESCAPE_MS = 50;
/** How long a paste may pause before it counts as ended, in milliseconds. */
const PASTE_MS = 1_000;
/** A read of no more than this is somebody typing, who waits for a paste that broke off: it does not go on with it. */
const KEYSTROKE_MAX = 8;

/** Reads a terminal's input. */
export class KeyReader {
  readonly #decoder = new KeyDecoder();
  readonly #reply: BackgroundReply;
  readonly #take: (inputs: readonly Input[]) => void;
  #pause: NodeJS.Timeout | undefined;

  /** @param reply takes the terminal's own words out @param take must not throw */
  constructor(reply: BackgroundReply, take: (inputs: readonly Input[]) => void) {
    this.#reply = reply;
    this.#take = take;
  }

  /** Takes what came, in whatever pieces. */
  push(text: string): void {
    const pasting = this.#decoder.pasting;
    if (!pasting || text.length > KEYSTROKE_MAX) this.stop();
    const inputs = this.#decoder.push(this.#reply.push(text));
    if (inputs.length > 0) this.#take(inputs);
    const ended = pasting && !this.#decoder.pasting;
    if (ended || (!this.#decoder.waiting && !this.#reply.waiting)) this.stop();
    if (!this.#decoder.waiting && !this.#reply.waiting) return;
    if (this.#pause !== undefined) return;
    const wait = this.#decoder.pasting ? PASTE_MS : ESCAPE_MS;
    this.#pause = setTimeout(() => this.#flush(), wait);
  }

  /** Waits for nothing any more. */
  stop(): void {
    clearTimeout(this.#pause);
    this.#pause = undefined;
  }

  #flush(): void {
    this.#pause = undefined;
    const held = this.#reply.flush();
    this.#take([...(held === "" ? [] : this.#decoder.push(held)), ...this.#decoder.flush()]);
  }
}
