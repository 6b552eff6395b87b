// Turns frames into the fewest bytes that bring the terminal from the last one to the next: rows that differ, at
// absolute positions, and a scroll of the log where it only moved. Knows frames, not what is in them.

/** What the whole screen shows. */
export interface Frame {
  /** One for each row of the terminal, with styles but no other sequences. */
  rows: readonly string[];
  /** Cells from the left and rows from the top, both from 0; hidden where undefined. */
  cursor: { row: number; column: number } | undefined;
  /** The rows among which a log scrolls: from the first to behind the last. */
  log: { from: number; to: number };
}

const ESC = "\x1b";
const BEGIN = `${ESC}[?2026h`;
const END = `${ESC}[?2026l`;
const HIDE_CURSOR = `${ESC}[?25l`;
const SHOW_CURSOR = `${ESC}[?25h`;
/** Fewer rows than that are as cheap to paint as to scroll. */
const SCROLL_FROM = 4;

/** Paints frames onto a terminal that nothing else writes to. */
export class Painter {
  #shown: (string | undefined)[] = [];
  #cursor = "";

  /** Forgets what the terminal shows, so that the next frame paints all of it. */
  invalidate(): void {
    this.#shown = [];
    this.#cursor = "";
  }

  /** The bytes that bring `frame` to the screen; empty where it is there already. */
  paint(frame: Frame): string {
    const scrolled = this.#scroll(frame);
    let rows = "";
    frame.rows.forEach((row, index) => {
      if (this.#shown[index] === row) return;
      // The row is emptied first: terminals disagree about widths, and what one leaves behind must not stay.
      rows += `${moveTo(index, 0)}${ESC}[0m${ESC}[2K${row}`;
    });
    this.#shown = [...frame.rows];
    const cursor =
      frame.cursor === undefined
        ? HIDE_CURSOR
        : moveTo(frame.cursor.row, frame.cursor.column) + SHOW_CURSOR;
    const moved = cursor !== this.#cursor;
    this.#cursor = cursor;
    if (scrolled === "" && rows === "") return moved ? cursor : "";
    return `${BEGIN}${HIDE_CURSOR}${scrolled}${rows}${ESC}[0m${cursor}${END}`;
  }

  /** Where the log only moved up, lets the terminal move it, so that one new line costs one row and not all. */
  #scroll({ rows, log }: Frame): string {
    const height = log.to - log.from;
    if (height < SCROLL_FROM || this.#shown.length !== rows.length) return "";
    const distance = this.#distance(rows, log);
    if (distance === 0) return "";
    const region = this.#shown.slice(log.from + distance, log.to);
    const blank = Array.from({ length: distance }, () => undefined);
    this.#shown.splice(log.from, height, ...region, ...blank);
    return `${ESC}[0m${ESC}[${log.from + 1};${log.to}r${ESC}[${distance}S${ESC}[r`;
  }

  /** By how many rows the log moved up; 0 where it did not, or where painting is as cheap. */
  #distance(rows: readonly string[], { from, to }: Frame["log"]): number {
    const shown = this.#shown;
    for (let distance = 0; distance <= (to - from) / 2; distance++) {
      let same = true;
      let worth = 0;
      for (let row = from; row < to - distance; row++) {
        if (rows[row] !== shown[row + distance]) {
          same = false;
          break;
        }
        if (rows[row] !== shown[row]) worth += 1;
      }
      if (same) return worth < SCROLL_FROM ? 0 : distance;
    }
    return 0;
  }
}

function moveTo(row: number, column: number): string {
  return `${ESC}[${row + 1};${column + 1}H`;
}
