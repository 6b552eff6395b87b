// What the screen shows over and above the rooms: a panel of lines that were asked for, and one line that was said.
// Knows neither keys nor how it looks.

import type { Panel } from "./frame-builder.ts";
import type { Tone } from "./words.ts";

/** The panel and the line. */
export class ScreenNotices {
  #panel: Panel | undefined;
  #said: { text: string; tone: Tone } | undefined;
  /** What is there until the next key. */
  #offer = "";

  get panel(): Panel | undefined {
    return this.#panel;
  }

  get said(): { text: string; tone: Tone } | undefined {
    return this.#offer === "" ? this.#said : { text: this.#offer, tone: "wait" };
  }

  /** Opens a panel, in the place of one that is open. @param hint what its title says besides */
  show(title: string, lines: readonly string[], hint = " (Esc closes)"): void {
    this.#panel = { title: title + hint, lines, from: 0 };
  }

  say(text: string, tone: Tone): void {
    this.#said = { text, tone };
  }

  /** Shows a line until the next key; empty for none. */
  offer(text: string): void {
    this.#offer = text;
  }

  /** Takes note of the first row of the panel that was in view: it may have been scrolled too far. */
  shown(from: number): void {
    if (this.#panel !== undefined) this.#panel = { ...this.#panel, from };
  }

  /** Moves the panel by rows. Returns false where none is open. */
  scroll(rows: number): boolean {
    if (this.#panel === undefined) return false;
    this.#panel = { ...this.#panel, from: Math.max(0, this.#panel.from + rows) };
    return true;
  }

  /** Takes away the panel, or else the line. Returns false where there is neither. */
  dismiss(): boolean {
    const any = this.#panel !== undefined || this.#said !== undefined;
    if (this.#panel === undefined) this.#said = undefined;
    this.#panel = undefined;
    return any;
  }

  clear(): void {
    this.#panel = undefined;
    this.#said = undefined;
  }
}
