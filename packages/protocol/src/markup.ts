// The light markup of messages: what of a text is code, strong, emphasised, quoted or a link. Knows no face; every
// character of the text comes back in some piece, so that markup can hide nothing. Time grows with the text's length.

import { hasMarkup } from "./markup-signs.ts";
import { findAddresses } from "./web-addresses.ts";

export { hasMarkup };

/** A piece of a line. All pieces of a line, joined, are the line. */
export interface MarkupSpan {
  text: string;
  /** `*text*` or `**text**` */
  bold?: true;
  /** `_text_` */
  italic?: true;
  /** `` `text` ``, with any number of backticks on both sides */
  code?: true;
  /** The text is an `http` or `https` address. */
  link?: true;
  /** The text is a sign of the markup itself: a face that shows what it means may leave it out. */
  marker?: true;
}

/** A line of a text: words, words of somebody else, or a whole block of code. */
export type MarkupLine =
  | { type: "text"; spans: readonly MarkupSpan[] }
  /** `> text`; the first span is the sign, a marker. */
  | { type: "quote"; spans: readonly MarkupSpan[] }
  /** Lines between two lines of three backticks; `language` is the word behind the first three, or empty. */
  | { type: "code"; language: string; lines: readonly string[] };

const FENCE_OPENS = /^```([\w+#.-]{0,32})[ \t]*$/;
const FENCE_CLOSES = /^```[ \t]*$/;
const QUOTE = /^> |^>$/;
const WORD = /[\p{L}\p{M}\p{N}]/u;
const BLANK = /\s/;

/**
 * Reads the markup of a text. What is not closed, or stands where no markup can (`2*3*4`, `snake_case`), is text.
 *
 * @param text a message's text, clean
 */
export function parseMarkup(text: string): MarkupLine[] {
  const lines = text.split("\n");
  const parsed: MarkupLine[] = [];
  let lastClose = -1;
  for (let at = lines.length - 1; at >= 0 && lastClose < 0; at--) {
    if (FENCE_CLOSES.test(lines[at] ?? "")) lastClose = at;
  }
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at] ?? "";
    const language = at < lastClose ? FENCE_OPENS.exec(line)?.[1] : undefined;
    if (language === undefined) {
      parsed.push(parseLine(line));
      continue;
    }
    const first = at + 1;
    do at += 1;
    while (!FENCE_CLOSES.test(lines[at] ?? ""));
    parsed.push({ type: "code", language, lines: lines.slice(first, at) });
  }
  return parsed;
}

function parseLine(line: string): MarkupLine {
  const sign = QUOTE.exec(line)?.[0];
  if (sign === undefined) return { type: "text", spans: parseSpans(line) };
  const words = parseSpans(line.slice(sign.length));
  return { type: "quote", spans: [{ text: sign, marker: true }, ...words] };
}

/** A part of a line, by its place in it. */
interface Part {
  from: number;
  to: number;
  kind: "text" | "link" | "code" | "marker";
}

/** A pair of signs around what they dress, by their places among the parts. */
interface Pair {
  opens: number;
  closes: number;
  style: "bold" | "italic";
}

function parseSpans(line: string): MarkupSpan[] {
  if (line === "") return [];
  if (!hasMarkup(line)) return [{ text: line }];
  const parts = splitAtSigns(line, splitAtCode(line));
  const pairs = findPairs(line, parts);
  const depth = { bold: 0, italic: 0 };
  const opening = new Map(pairs.map((pair) => [pair.opens, pair]));
  const closing = new Map(pairs.map((pair) => [pair.closes, pair]));
  const spans: MarkupSpan[] = [];
  parts.forEach(({ from, to, kind }, index) => {
    const closed = closing.get(index);
    if (closed) depth[closed.style] -= 1;
    const sign = closed ?? opening.get(index);
    const inCode = kind === "code" || (kind === "marker" && line[from] === "`");
    push(spans, {
      text: line.slice(from, to),
      ...(depth.bold > 0 && { bold: true }),
      ...(depth.italic > 0 && { italic: true }),
      ...(kind === "code" && { code: true }),
      ...(kind === "link" && { link: true }),
      ...((sign !== undefined || inCode) && kind === "marker" && { marker: true }),
    });
    const opened = opening.get(index);
    if (opened) depth[opened.style] += 1;
  });
  return spans;
}

/** Signs that turned out to mean nothing become one with the text around them. */
function push(spans: MarkupSpan[], span: MarkupSpan): void {
  const last = spans.at(-1);
  const plain = !span.code && !span.link && !span.marker;
  if (last && plain && !last.code && !last.link && !last.marker) {
    if (last.bold === span.bold && last.italic === span.italic) {
      last.text += span.text;
      return;
    }
  }
  spans.push(span);
}

/** Code first: inside it nothing else means anything. A run of backticks closes with the next of the same length. */
function splitAtCode(line: string): Part[] {
  const runs = [...line.matchAll(/`+/g)].map(({ index, 0: { length } }) => ({ index, length }));
  const closings = findClosings(runs);
  const parts: Part[] = [];
  let done = 0;
  for (let at = 0; at < runs.length; at++) {
    const [start, closing] = [runs[at], closings[at]];
    const end = runs[closing ?? -1];
    if (start === undefined || closing === undefined || end === undefined) continue;
    const inside = start.index + start.length;
    parts.push({ from: done, to: start.index, kind: "text" });
    parts.push({ from: start.index, to: inside, kind: "marker" });
    parts.push({ from: inside, to: end.index, kind: "code" });
    done = end.index + end.length;
    parts.push({ from: end.index, to: done, kind: "marker" });
    at = closing;
  }
  parts.push({ from: done, to: line.length, kind: "text" });
  return parts.filter(({ from, to }) => from < to);
}

/** For each run the next one of the same length. */
function findClosings(runs: readonly { length: number }[]): (number | undefined)[] {
  const next = new Map<number, number>();
  const closings: (number | undefined)[] = [];
  for (let at = runs.length - 1; at >= 0; at--) {
    const length = runs[at]?.length ?? 0;
    closings[at] = next.get(length);
    next.set(length, at);
  }
  return closings;
}

function splitAtSigns(line: string, parts: readonly Part[]): Part[] {
  return parts.flatMap((part): Part[] => {
    if (part.kind !== "text") return [part];
    const split: Part[] = [];
    let done = part.from;
    const cut = (from: number, to: number, kind: Part["kind"]): void => {
      if (from > done) split.push(...splitAtEmphasis(line, done, from));
      split.push({ from, to, kind });
      done = to;
    };
    for (const { index, length } of findAddresses(line.slice(part.from, part.to))) {
      cut(part.from + index, part.from + index + length, "link");
    }
    if (done < part.to) split.push(...splitAtEmphasis(line, done, part.to));
    return split;
  });
}

function splitAtEmphasis(line: string, from: number, to: number): Part[] {
  const parts: Part[] = [];
  let done = from;
  for (const { index, 0: sign } of line.slice(from, to).matchAll(/\*+|_+/g)) {
    const at = from + index;
    if (at > done) parts.push({ from: done, to: at, kind: "text" });
    done = at + sign.length;
    const means = sign === "*" || sign === "**" || sign === "_";
    parts.push({ from: at, to: done, kind: means ? "marker" : "text" });
  }
  if (done < to) parts.push({ from: done, to, kind: "text" });
  return parts;
}

/** An opening sign stands before a word and behind none; a closing one the other way round. The nearest two are a pair. */
function findPairs(line: string, parts: readonly Part[]): Pair[] {
  const pairs: Pair[] = [];
  const open: { sign: string; part: number }[] = [];
  parts.forEach(({ from, to, kind }, part) => {
    const sign = line.slice(from, to);
    if (kind !== "marker" || sign.startsWith("`")) return;
    const before = characterBefore(line, from);
    const after = characterAfter(line, to);
    const at = open.findLastIndex((other) => other.sign === sign);
    if (at >= 0 && before !== "" && !BLANK.test(before) && !WORD.test(after)) {
      const opens = open[at]?.part ?? 0;
      open.length = at;
      pairs.push({ opens, closes: part, style: sign === "_" ? "italic" : "bold" });
    } else if (after !== "" && !BLANK.test(after) && !WORD.test(before)) {
      // At most one of each sign is open: the search above stays short.
      if (at >= 0) open.splice(at, 1);
      open.push({ sign, part });
    }
  });
  return pairs;
}

function characterBefore(line: string, at: number): string {
  const low = line.charAt(at - 1);
  return /[\udc00-\udfff]/.test(low) ? line.slice(Math.max(0, at - 2), at) : low;
}

function characterAfter(line: string, at: number): string {
  return String.fromCodePoint(...[line.codePointAt(at)].filter((point) => point !== undefined));
}
