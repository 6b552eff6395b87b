// Where what is being typed stands on the screen: its rows, and the cursor among them. Pure; knows no styles.

import { cleanForTerminal } from "@chat/protocol";

import { graphemeWidth, toGraphemes } from "../output/text-width.ts";

/** The input as rows of text, and the cell of the cursor in them. */
export interface ComposerLayout {
  /** The part of the rows in view, the prompt left out. */
  rows: string[];
  /** Whether the first row is the input's first, behind which the prompt stands. */
  fromStart: boolean;
  /** The cursor's row among `rows`. */
  cursorRow: number;
  /** The cursor's cell in its row, from the row's left edge, the prompt's cells counted in. */
  cursorColumn: number;
}

/** A tab is drawn as a mark of two cells: it must be seen, and its place need not be exact while typing. */
const TAB = "⇥ ";

/**
 * Lays out `text`, with `indent` cells kept free on each row's left for the prompt, into rows of `width` cells, and
 * shows the `maxRows` of them that hold the cursor.
 */
export function layOutComposer(
  text: string,
  cursor: number,
  indent: number,
  width: number,
  maxRows: number,
): ComposerLayout {
  // One cell stays free, so that the cursor behind a full row has a place.
  const space = Math.max(1, width - indent - 1);
  const rows = [""];
  let used = 0;
  let place = { row: 0, column: 0 };
  let index = 0;
  for (const grapheme of toGraphemes(text)) {
    const shown = grapheme === "\t" ? TAB : grapheme === "\n" ? "" : cleanForTerminal(grapheme);
    const cells = shown === TAB ? 2 : graphemeWidth(shown);
    if (used + cells > space && used > 0) {
      rows.push("");
      used = 0;
    }
    if (index === cursor) place = { row: rows.length - 1, column: used };
    if (grapheme === "\n") {
      rows.push("");
      used = 0;
    } else {
      rows[rows.length - 1] += shown;
      used += cells;
    }
    index += grapheme.length;
  }
  if (cursor >= index) place = { row: rows.length - 1, column: used };
  const first = Math.max(0, Math.min(place.row - maxRows + 1, rows.length - maxRows));
  const top = Math.min(first < 0 ? 0 : first, place.row);
  return {
    rows: rows.slice(top, top + maxRows),
    fromStart: top === 0,
    cursorRow: place.row - top,
    cursorColumn: indent + place.column,
  };
}
