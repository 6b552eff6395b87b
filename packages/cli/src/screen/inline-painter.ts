// Lines that stay, and below them a footer that is drawn anew: in the terminal's own scrollback, without a screen of
// one's own. Knows rows, not what is in them.

/** What stands below the lines. */
export interface InlineFooter {
  /** With styles; none wider than the terminal, and fewer of them than it has. */
  rows: readonly string[];
  /** The cursor's row among them and its cell, from 0. */
  cursor: { row: number; column: number };
}

const ESC = "\x1b";
const BEGIN = `${ESC}[?2026h${ESC}[?25l`;
const END = `${ESC}[?25h${ESC}[?2026l`;

/** Writes lines above a footer. */
export class InlinePainter {
  #shown: InlineFooter | undefined;
  #key = "";

  /** The bytes that put `lines` above the footer and show it as it is now; empty where nothing changes. */
  paint(lines: readonly string[], footer: InlineFooter): string {
    const key = JSON.stringify(footer);
    if (lines.length === 0 && key === this.#key) return "";
    const written = lines.map((line) => `${ESC}[0m${line}\r\n`).join("");
    const { rows, cursor } = footer;
    const up = rows.length - 1 - cursor.row;
    const bytes = `${BEGIN}${this.#toTop()}${written}${ESC}[0m${rows.join(`${ESC}[0m\r\n`)}${ESC}[0m\r${move(up, "A")}${move(cursor.column, "C")}${END}`;
    this.#shown = footer;
    this.#key = key;
    return bytes;
  }

  /** The bytes that take the footer away, and leave the cursor below the lines. */
  remove(): string {
    const bytes = this.#toTop();
    this.#shown = undefined;
    this.#key = "";
    return bytes;
  }

  /** To the footer's first row, with nothing from there on. */
  #toTop(): string {
    return `\r${move(this.#shown?.cursor.row ?? 0, "A")}${ESC}[0m${ESC}[J`;
  }
}

function move(count: number, direction: "A" | "C"): string {
  return count > 0 ? `${ESC}[${count}${direction}` : "";
}
