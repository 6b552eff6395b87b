// Breaking text into rows of a width, at blanks where it can. For text without escape sequences.

import { graphemeWidth, isPrintableAscii, toGraphemes } from "./text-width.ts";

/** Where a row stands in its line, in UTF-16 units: from the first to behind the last. */
export interface RowRange {
  from: number;
  to: number;
}

/** How a line is broken. */
export interface WrapOptions {
  /** Cells of the first row, where something stands in front of it; as many as the others have where absent. */
  first?: number;
  /** Breaks anywhere, and leaves out nothing: for code. */
  anywhere?: boolean;
}

const TAB_STOP = 4;

/** The rows of a text; its line breaks begin new rows, tabs become blanks, no row is wider than `width` cells. */
export function wrap(text: string, width: number): string[] {
  return text.split("\n").flatMap((line) => {
    const expanded = expandTabs(line);
    return wrapRanges(expanded, width).map(({ from, to }) => expanded.slice(from, to));
  });
}

/** The rows of one line without tabs, at least one. Between two of them at most the blank at which the line was broken is left out. */
export function wrapRanges(line: string, width: number, options: WrapOptions = {}): RowRange[] {
  const room = Math.max(1, width);
  const first = Math.max(1, options.first ?? room);
  const anywhere = options.anywhere ?? false;
  if (!isPrintableAscii(line)) return wrapGraphemes(line, room, first, anywhere);
  if (line.length <= first) return [{ from: 0, to: line.length }];
  return wrapAscii(line, room, first, anywhere);
}

function wrapAscii(line: string, width: number, first: number, anywhere: boolean): RowRange[] {
  const rows: RowRange[] = [];
  let from = 0;
  for (let room = first; line.length - from > room; room = width) {
    // A blank right behind the row ends it too: a word may fill it to its edge.
    const blank = anywhere ? -1 : line.lastIndexOf(" ", from + room);
    if (blank > from && line.slice(from, blank).trim() !== "") {
      rows.push({ from, to: blank });
      from = blank + 1;
    } else {
      rows.push({ from, to: from + room });
      from += room;
    }
  }
  rows.push({ from, to: line.length });
  return rows;
}

function wrapGraphemes(line: string, width: number, first: number, anywhere: boolean): RowRange[] {
  const rows: RowRange[] = [];
  let room = first;
  let [from, at, used] = [0, 0, 0];
  /** The last blank of this row with words before it, and the cells up to and with it. */
  let blank: { at: number; used: number } | undefined;
  let words = false;
  const end = (to: number, next: number, left: number): void => {
    rows.push({ from, to });
    [from, used, blank, room] = [next, left, undefined, width];
  };
  for (const grapheme of toGraphemes(line)) {
    const cells = graphemeWidth(grapheme);
    if (used + cells > room && at > from) {
      const atBlank: { at: number; used: number } | undefined = blank;
      if (grapheme === " " && !anywhere) {
        end(at, at + 1, 0);
        at += 1;
        words = false;
        continue;
      }
      if (atBlank === undefined) end(at, at, 0);
      else end(atBlank.at, atBlank.at + 1, used - atBlank.used);
      words = from < at;
    }
    used += cells;
    if (grapheme !== " ") words = true;
    else if (words && !anywhere) blank = { at, used };
    at += grapheme.length;
  }
  rows.push({ from, to: line.length });
  return rows;
}

/** The line with blanks up to the next stop in the place of tabs. */
export function expandTabs(line: string): string {
  if (!line.includes("\t")) return line;
  let expanded = "";
  let column = 0;
  for (const grapheme of toGraphemes(line)) {
    const cells = grapheme === "\t" ? TAB_STOP - (column % TAB_STOP) : graphemeWidth(grapheme);
    expanded += grapheme === "\t" ? " ".repeat(cells) : grapheme;
    column += cells;
  }
  return expanded;
}
