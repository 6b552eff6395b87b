// A line of a panel as rows: what does not fit goes on below the last of its columns. Pure; knows no styles.

import { textWidth } from "../output/text-width.ts";
import { wrap } from "../output/wrap.ts";

/** Columns are apart by two blanks and more. */
const HEAD = /^(.* {2,})(?=\S)/;
/** Where the last column begins further right than this part of the width, its rest is indented by little. */
const HEAD_PART = 0.65;
const LITTLE = 4;

/** The rows of a line of columns in `width` cells. */
export function toPanelRows(text: string, width: number): string[] {
  // Tabs become blanks.
  const [line = ""] = wrap(text, Infinity);
  if (textWidth(line) <= width) return [line];
  const head = HEAD.exec(line)?.[1] ?? "";
  const cells = textWidth(head);
  if (cells > 0 && cells <= width * HEAD_PART) {
    const [first = "", ...rest] = wrap(line.slice(head.length), width - cells);
    return [head + first, ...rest.map((row) => " ".repeat(cells) + row)];
  }
  const [first = ""] = wrap(line, width);
  const indent = Math.min(LITTLE, Math.floor(width / 4));
  const rest = wrap(line.slice(first.length).trimStart(), width - indent);
  return [first, ...rest.map((row) => " ".repeat(indent) + row)];
}
