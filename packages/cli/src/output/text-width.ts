// How many cells of a terminal a text takes, and where it may be cut. For text without escape sequences.

import stringWidth from "string-width";

// oxlint-disable-next-line no-control-regex
const PRINTABLE_ASCII = /^[\x20-\x7e]*$/;
/** Made when it is needed: that takes as long as a third of a start of Node. */
let segmenter: Intl.Segmenter | undefined;

/** The widths of characters seen: scripts and emoji repeat, and measuring one costs microseconds. */
const known = new Map<string, number>();
const KNOWN_MAX = 10_000;

/** Whether the text is printable ASCII alone: as many cells as units, cut anywhere. */
export function isPrintableAscii(text: string): boolean {
  return PRINTABLE_ASCII.test(text);
}

/** The cells that a text of one line takes. */
export function textWidth(text: string): number {
  if (isPrintableAscii(text)) return text.length;
  let width = 0;
  for (const grapheme of toGraphemes(text)) width += graphemeWidth(grapheme);
  return width;
}

/** The cells that one character, as people see it, takes. */
export function graphemeWidth(grapheme: string): number {
  if (grapheme.length === 1 && isPrintableAscii(grapheme)) return 1;
  let width = known.get(grapheme);
  if (width === undefined) {
    width = stringWidth(grapheme);
    if (known.size >= KNOWN_MAX) known.clear();
    known.set(grapheme, width);
  }
  return width;
}

/** The characters of a text as people see them. */
export function toGraphemes(text: string): string[] {
  return isPrintableAscii(text)
    ? text.split("")
    : Array.from(segment(text), ({ segment }) => segment);
}

function segment(text: string): Intl.Segments {
  segmenter ??= new Intl.Segmenter(undefined, { granularity: "grapheme" });
  return segmenter.segment(text);
}

/** The text, cut to `width` cells with `…` at its end where it takes more. */
export function truncate(text: string, width: number): string {
  if (textWidth(text) <= width) return text;
  if (width <= 0) return "";
  let cut = "";
  let used = 0;
  for (const grapheme of toGraphemes(text)) {
    const next = used + graphemeWidth(grapheme);
    if (next > width - 1) break;
    cut += grapheme;
    used = next;
  }
  return `${cut}…`;
}
