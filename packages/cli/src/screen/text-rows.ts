// The text of a message as rows: wrapped, with its markup as styles and its addresses as links of the terminal.
// Knows neither who said it nor when.

import { cleanForTerminal, hasMarkup, parseMarkup, type MarkupSpan } from "@chat/protocol";

import { textWidth } from "../output/text-width.ts";
import { expandTabs, wrapRanges, type WrapOptions } from "../output/wrap.ts";
import { toLink } from "./link.ts";
import type { Dress, Paint } from "./paint.ts";

/** Where a text goes, and what all of it looks like. */
export interface TextRowsOptions {
  /** Cells. */
  width: number;
  /** Cells of the first row, where something stands in front of it. */
  first?: number | undefined;
  paint: Paint;
  /** What words without markup look like. */
  base?: Dress | undefined;
  /** Words behind the text, in the last row where they fit. */
  tail?: string | undefined;
  /** The text is our own: it has no markup. */
  literal?: boolean;
}

/** A part of a line that looks the same all along. */
interface Run {
  text: string;
  dress: Dress | undefined;
}

const CODE_EDGE = "▏ ";
const QUOTE_EDGE = "▎ ";

/** The rows of a text that came from anywhere, at least one. */
export function toTextRows(text: string, options: TextRowsOptions): string[] {
  const clean = cleanForTerminal(text);
  const rows = new Rows(options);
  if (options.literal !== true && hasMarkup(clean)) addMarkup(rows, clean);
  else for (const line of clean.split("\n")) rows.add([{ text: line, dress: undefined }]);
  if (options.tail !== undefined) rows.append(options.tail);
  return rows.made;
}

function addMarkup(rows: Rows, text: string): void {
  const { paint } = rows.options;
  for (const line of parseMarkup(text.split("\n").map(expandTabs).join("\n"))) {
    if (line.type === "text") rows.add(line.spans.flatMap((span) => toRuns(span, paint)));
    if (line.type === "quote") {
      const [, ...words] = line.spans;
      rows.add(
        words.flatMap((span) => toRuns(span, paint)),
        { edge: QUOTE_EDGE, base: paint.italic },
      );
    }
    if (line.type === "code") {
      const named = line.language === "" ? [] : [{ text: line.language, dress: paint.muted }];
      if (named.length > 0 || line.lines.length === 0) rows.add(named, { edge: CODE_EDGE });
      for (const code of line.lines) {
        rows.add([{ text: code, dress: paint.code }], { edge: CODE_EDGE, anywhere: true });
      }
    }
  }
}

/** What a span looks like. Where nothing can look different the signs stay, and say it. */
function toRuns(span: MarkupSpan, paint: Paint): Run[] {
  if (span.marker) return paint.plain ? [{ text: span.text, dress: undefined }] : [];
  const dresses: Dress[] = [];
  if (span.code) dresses.push(paint.code);
  if (span.bold) dresses.push(paint.bold);
  if (span.italic) dresses.push(paint.italic);
  const link = span.link && paint.links ? toLink(span.text) : undefined;
  if (span.link && !link) dresses.push(paint.accent);
  if (link) dresses.push(paint.accent, link);
  const dress = (text: string): string => dresses.reduce((done, next) => next(done), text);
  return [{ text: span.text, dress: dresses.length === 0 ? undefined : dress }];
}

/** Rows in the making. */
class Rows {
  readonly made: string[] = [];
  readonly options: TextRowsOptions;
  /** Cells left in the last row. */
  #left = 0;

  constructor(options: TextRowsOptions) {
    this.options = options;
  }

  /** Adds a line. With an edge each of its rows begins with that. */
  add(
    runs: readonly Run[],
    { edge = "", base, anywhere = false }: { edge?: string; base?: Dress; anywhere?: boolean } = {},
  ): void {
    const { width, first, paint } = this.options;
    const line = runs.map(({ text }) => text).join("");
    const inFront = edge === "" ? "" : paint.muted(edge);
    const room = width - edge.length;
    const wrapOptions: WrapOptions = { anywhere };
    if (first !== undefined && this.made.length === 0) wrapOptions.first = first - edge.length;
    const expanded = runs.length === 1 ? expandTabs(line) : line;
    const only = runs.length === 1 ? runs[0] : undefined;
    for (const { from, to } of wrapRanges(expanded, room, wrapOptions)) {
      const words =
        only === undefined
          ? this.#cut(runs, from, to, base)
          : this.#dress(expanded.slice(from, to), only.dress, base);
      this.made.push(inFront + words);
      const cells = this.made.length === 1 && first !== undefined ? first : width;
      this.#left = cells - edge.length - textWidth(expanded.slice(from, to));
    }
  }

  /** Adds words to the last row, or a row of their own. */
  append(words: string): void {
    const text = this.#dress(words, undefined);
    if (this.#left >= textWidth(words)) this.made.push((this.made.pop() ?? "") + text);
    else this.made.push(this.#dress(words.trimStart(), undefined));
  }

  #cut(runs: readonly Run[], from: number, to: number, base: Dress | undefined): string {
    let row = "";
    let start = 0;
    for (const { text, dress } of runs) {
      const part = text.slice(Math.max(0, from - start), Math.max(0, to - start));
      row += this.#dress(part, dress, base);
      start += text.length;
    }
    return row;
  }

  #dress(text: string, dress: Dress | undefined, base?: Dress): string {
    if (text === "") return "";
    const own = dress === undefined ? text : dress(text);
    const around = base === undefined ? own : base(own);
    return this.options.base === undefined ? around : this.options.base(around);
  }
}
