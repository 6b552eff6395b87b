// Places in a text as people see them: between characters, at the ends of words and lines. Pure; knows no editing.

import { isPrintableAscii } from "../output/text-width.ts";

/** A place to move or delete to, as seen from the cursor. */
export type Place =
  | "left"
  | "right"
  | "word-left"
  | "word-right"
  | "blank-left"
  | "start"
  | "end"
  | "line-up"
  | "line-down";

const segmenter = new Intl.Segmenter(undefined, { granularity: "grapheme" });
const WORD = /[\p{L}\p{M}\p{N}_]/u;

/** Where `place` is, seen from `cursor`; in UTF-16 units, on the boundary of a character. */
export function findPlace(text: string, cursor: number, place: Place): number {
  switch (place) {
    case "left":
      return boundaryBefore(text, cursor);
    case "right":
      return boundaryAfter(text, cursor);
    case "start":
      return lineStart(text, cursor);
    case "end":
      return lineEnd(text, cursor);
    case "word-left":
      return skip(text, cursor, boundaryBefore, isWord);
    case "word-right":
      return skip(text, cursor, boundaryAfter, isWord);
    case "blank-left":
      return skip(text, cursor, boundaryBefore, isNoBlank);
    case "line-up":
      return lineUp(text, cursor);
    case "line-down":
      return lineDown(text, cursor);
  }
}

/** The boundary before a place, 0 at the start. */
export function boundaryBefore(text: string, cursor: number): number {
  if (cursor <= 0) return 0;
  if (isPrintableAscii(text)) return cursor - 1;
  return segmenter.segment(text).containing(cursor - 1)?.index ?? 0;
}

/** The boundary behind a place, the text's length at its end. */
export function boundaryAfter(text: string, cursor: number): number {
  if (cursor >= text.length) return text.length;
  if (isPrintableAscii(text)) return cursor + 1;
  const grapheme = segmenter.segment(text).containing(cursor);
  return grapheme === undefined ? text.length : grapheme.index + grapheme.segment.length;
}

/** A place itself where it is a boundary, else the boundary behind it. */
export function boundaryAtOrAfter(text: string, place: number): number {
  if (place <= 0 || place >= text.length || isPrintableAscii(text)) {
    return Math.min(place, text.length);
  }
  const grapheme = segmenter.segment(text).containing(place);
  return grapheme === undefined || grapheme.index === place
    ? place
    : grapheme.index + grapheme.segment.length;
}

function lineStart(text: string, cursor: number): number {
  return cursor === 0 ? 0 : text.lastIndexOf("\n", cursor - 1) + 1;
}

function lineEnd(text: string, cursor: number): number {
  const end = text.indexOf("\n", cursor);
  return end < 0 ? text.length : end;
}

/** As far into the line above as the cursor is into its own; the cursor itself on the first line. */
function lineUp(text: string, cursor: number): number {
  const start = lineStart(text, cursor);
  if (start === 0) return cursor;
  return alongLine(text, lineStart(text, start - 1), text.slice(start, cursor));
}

function lineDown(text: string, cursor: number): number {
  const end = lineEnd(text, cursor);
  if (end === text.length) return cursor;
  return alongLine(text, end + 1, text.slice(lineStart(text, cursor), cursor));
}

function alongLine(text: string, start: number, before: string): number {
  const end = lineEnd(text, start);
  let place = start;
  for (const _character of segmenter.segment(before)) {
    if (place >= end) break;
    place = boundaryAfter(text, place);
  }
  return place;
}

/** Over what does not belong to a word, then over the word. */
function skip(
  text: string,
  cursor: number,
  step: (text: string, from: number) => number,
  belongs: (character: string) => boolean,
): number {
  let place = cursor;
  for (const wanted of [false, true]) {
    for (;;) {
      const next = step(text, place);
      if (next === place) return place;
      if (belongs(text.slice(Math.min(place, next), Math.max(place, next))) !== wanted) break;
      place = next;
    }
  }
  return place;
}

function isWord(character: string): boolean {
  return WORD.test(character);
}

function isNoBlank(character: string): boolean {
  return character.trim() !== "";
}
