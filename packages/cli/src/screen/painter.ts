// Turns frames into the fewest bytes that bring the terminal from the last one to the next: rows that differ, at
// absolute positions, and a scroll of the log where it only moved. Knows frames, not what is in them.

/** What the whole screen shows. */
export interface Frame {
  /** One for each row of the terminal, with styles and links but no other sequences. */
  rows: readonly string[];
  /** Cells from the left and rows from the top, both from 0; hidden where undefined. */
  cursor: { row: number; column: number } | undefined;
  /** The rows among which a log scrolls: from the first to behind the last. */
  log: { from: number; to: number };
  /** What stands right of the log: from that cell on, one row for each from `from` on. */
  side?: { column: number; from: number; rows: readonly string[] } | undefined;
}

const ESC = "\x1b";
const BEGIN = `${ESC}[?2026h`;
const END = `${ESC}[?2026l`;
const HIDE_CURSOR = `${ESC}[?25l`;
const SHOW_CURSOR = `${ESC}[?25h`;
/** Fewer rows than that are as cheap to paint as to scroll. */
const SCROLL_FROM = 4;
// oxlint-disable-next-line no-control-regex
const SURE_WIDTH = /^[\x1b\x20-\x7e\u2500-\u257f]*$/;

/** Paints frames onto a terminal that nothing else writes to. */
export class Painter {
  #shown: (string | undefined)[] = [];
  /** What is shown right of the log, by the row of the screen. */
  #shownSide: (string | undefined)[] = [];
  #sideColumn: number | undefined;
  #cursor = "";

  /** Forgets what the terminal shows, so that the next frame paints all of it. */
  invalidate(): void {
    this.#shown = [];
    this.#shownSide = [];
    this.#cursor = "";
  }

  /** The bytes that bring `frame` to the screen; empty where it is there already. */
  paint(frame: Frame): string {
    if (frame.side?.column !== this.#sideColumn) this.invalidate();
    this.#sideColumn = frame.side?.column;
    const scrolled = this.#scroll(frame);
    const rows = this.#paintRows(frame);
    const cursor =
      frame.cursor === undefined
        ? HIDE_CURSOR
        : moveTo(frame.cursor.row, frame.cursor.column) + SHOW_CURSOR;
    const moved = cursor !== this.#cursor;
    this.#cursor = cursor;
    if (scrolled === "" && rows === "") return moved ? cursor : "";
    return `${BEGIN}${HIDE_CURSOR}${scrolled}${rows}${ESC}[0m${cursor}${END}`;
  }

  #paintRows({ rows, side }: Frame): string {
    let bytes = "";
    const shownSide: (string | undefined)[] = [];
    rows.forEach((row, index) => {
      const beside = side?.rows[index - side.from];
      const besideGone = beside === undefined && this.#shownSide[index] !== undefined;
      if (this.#shown[index] !== row || besideGone) {
        // The row is emptied first: terminals disagree about widths, and what one leaves behind must not stay.
        const erase = beside === undefined ? `${ESC}[2K` : `${ESC}[${side?.column ?? 0}X`;
        bytes += `${moveTo(index, 0)}${ESC}[0m${erase}${row}`;
        if (!SURE_WIDTH.test(row)) this.#shownSide[index] = undefined;
      }
      if (beside !== undefined && this.#shownSide[index] !== beside) {
        bytes += `${moveTo(index, side?.column ?? 0)}${ESC}[0m${ESC}[K${beside}`;
      }
      shownSide[index] = beside;
    });
    this.#shown = [...rows];
    this.#shownSide = shownSide;
    return bytes;
  }

  /** Where the log only moved up, lets the terminal move it, so that one new line costs one row and not all. */
  #scroll({ rows, log }: Frame): string {
    const height = log.to - log.from;
    if (height < SCROLL_FROM || this.#shown.length !== rows.length) return "";
    const distance = this.#distance(rows, log);
    if (distance === 0) return "";
    for (const shown of [this.#shown, this.#shownSide]) {
      const region = Array.from({ length: height }, (_, row) =>
        row + distance < height ? shown[log.from + row + distance] : undefined,
      );
      region.forEach((row, index) => (shown[log.from + index] = row));
    }
    return `${ESC}[0m${ESC}[${log.from + 1};${log.to}r${ESC}[${distance}S${ESC}[r`;
  }

  /** By how many rows the log moved up; 0 where it did not, or where painting is as cheap. */
  #distance(rows: readonly string[], { from, to }: Frame["log"]): number {
    const shown = this.#shown;
    for (let distance = 0; distance <= to - from - SCROLL_FROM; distance++) {
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
