// Breaking text into rows of a width, at blanks where it can. For text without escape sequences.

import { graphemeWidth, isPrintableAscii, toGraphemes } from "./text-width.ts";

/** The rows of a text; its line breaks begin new rows, tabs become blanks, no row is wider than `width` cells. */
export function wrap(text: string, width: number): string[] {
  const room = Math.max(1, width);
  return text.split("\n").flatMap((line) => wrapLine(expandTabs(line), room));
}

function wrapLine(line: string, width: number): string[] {
  if (isPrintableAscii(line)) return line.length <= width ? [line] : wrapAscii(line, width);
  return wrapGraphemes(toGraphemes(line), width);
}

function wrapAscii(line: string, width: number): string[] {
  const rows: string[] = [];
  let start = 0;
  while (line.length - start > width) {
    // A blank right behind the row ends it too: a word may fill it to its edge.
    const blank = line.lastIndexOf(" ", start + width);
    if (blank > start && line.slice(start, blank).trim() !== "") {
      rows.push(line.slice(start, blank));
      start = blank + 1;
    } else {
      rows.push(line.slice(start, start + width));
      start += width;
    }
  }
  rows.push(line.slice(start));
  return rows;
}

function wrapGraphemes(graphemes: readonly string[], width: number): string[] {
  const rows: string[] = [];
  let row: string[] = [];
  let used = 0;
  for (const grapheme of graphemes) {
    const cells = graphemeWidth(grapheme);
    if (used + cells > width && row.length > 0) {
      if (grapheme === " ") {
        rows.push(row.join(""));
        row = [];
        used = 0;
        continue;
      }
      const blank = row.lastIndexOf(" ");
      const atBlank = blank > 0 && row.slice(0, blank).some((part) => part !== " ");
      rows.push((atBlank ? row.slice(0, blank) : row).join(""));
      row = atBlank ? row.slice(blank + 1) : [];
      used = row.reduce((sum, part) => sum + graphemeWidth(part), 0);
    }
    row.push(grapheme);
    used += cells;
  }
  rows.push(row.join(""));
  return rows;
}

const TAB_STOP = 4;

function expandTabs(line: string): string {
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
