// What the screen shows over and above the rooms: a panel of lines that were asked for, and one line that was said.
// Knows neither keys nor how it looks.

import type { Panel } from "./frame-builder.ts";
import type { Tone } from "./words.ts";

/** The panel and the line. */
export class ScreenNotices {
  #panel: Panel | undefined;
  #said: { text: string; tone: Tone } | undefined;

  get panel(): Panel | undefined {
    return this.#panel;
  }

  get said(): { text: string; tone: Tone } | undefined {
    return this.#said;
  }

  /** Opens a panel, in the place of one that is open. */
  show(title: string, lines: readonly string[]): void {
    this.#panel = { title: `${title} (Esc closes)`, lines, from: 0 };
  }

  say(text: string, tone: Tone): void {
    this.#said = { text, tone };
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
