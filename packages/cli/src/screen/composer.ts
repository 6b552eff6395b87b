// The editing of one line of input: text, cursor, history of what was sent. A pure reducer that knows no keys, no
// terminal and no room. The cursor is always between two characters as people see them.

import { isPrintableAscii } from "../output/text-width.ts";

/** What is being typed. */
export interface Composer {
  text: string;
  /** In UTF-16 units; on the boundary of a grapheme. */
  cursor: number;
  /** What was sent before, oldest first. */
  history: readonly string[];
  /** Which of the history is in view; `history.length` for what is being typed now. */
  position: number;
  /** What was being typed before the history came into view. */
  aside: string;
  /** What was last cut, for pasting it back. */
  cut: string;
}

/** What may be done to it. */
export type ComposerAction =
  | { type: "insert"; text: string }
  | { type: "move"; to: Place }
  /** Deletes from the cursor to a place; `keep` remembers what was deleted for `yank`. */
  | { type: "delete"; to: Place; keep: boolean }
  | { type: "yank" }
  | { type: "recall"; direction: "older" | "newer" }
  | { type: "clear" }
  /** Empties it and adds its text to the history. */
  | { type: "sent" };

/** A place to move or delete to, as seen from the cursor. */
export type Place = "left" | "right" | "word-left" | "word-right" | "blank-left" | "start" | "end";

const HISTORY_MAX = 500;
const segmenter = new Intl.Segmenter(undefined, { granularity: "grapheme" });
const WORD = /[\p{L}\p{M}\p{N}_]/u;

/** Nothing typed, nothing sent before. */
export const emptyComposer: Composer = {
  text: "",
  cursor: 0,
  history: [],
  position: 0,
  aside: "",
  cut: "",
};

/** The composer after an action. The same object where nothing changes. */
export function reduceComposer(composer: Composer, action: ComposerAction): Composer {
  switch (action.type) {
    case "insert":
      return insert(composer, action.text);
    case "move":
      return at(composer, find(composer, action.to));
    case "delete":
      return remove(composer, find(composer, action.to), action.keep);
    case "yank":
      return insert(composer, composer.cut);
    case "recall":
      return recall(composer, composer.position + (action.direction === "older" ? -1 : 1));
    case "clear":
      return composer.text === "" ? composer : { ...composer, ...typed(composer.history, "") };
    case "sent":
      return send(composer);
  }
}

function insert(composer: Composer, text: string): Composer {
  if (text === "") return composer;
  const next =
    composer.text.slice(0, composer.cursor) + text + composer.text.slice(composer.cursor);
  // What was typed may have joined its neighbours: the cursor goes behind the character it became part of.
  return {
    ...composer,
    text: next,
    cursor: boundaryAtOrAfter(next, composer.cursor + text.length),
  };
}

function at(composer: Composer, cursor: number): Composer {
  return cursor === composer.cursor ? composer : { ...composer, cursor };
}

function remove(composer: Composer, place: number, keep: boolean): Composer {
  if (place === composer.cursor) return composer;
  const from = Math.min(place, composer.cursor);
  const to = Math.max(place, composer.cursor);
  const text = composer.text.slice(0, from) + composer.text.slice(to);
  const cut = keep ? composer.text.slice(from, to) : composer.cut;
  return { ...composer, text, cut, cursor: boundaryAtOrAfter(text, from) };
}

function recall(composer: Composer, position: number): Composer {
  if (position < 0 || position > composer.history.length) return composer;
  const aside = composer.position === composer.history.length ? composer.text : composer.aside;
  const text = composer.history[position] ?? aside;
  return { ...composer, text, cursor: text.length, position, aside };
}

function send(composer: Composer): Composer {
  const { text, history } = composer;
  const worthKeeping = text.trim() !== "" && history.at(-1) !== text;
  const next = worthKeeping ? [...history, text].slice(-HISTORY_MAX) : history;
  return { ...composer, ...typed(next, "") };
}

function typed(history: readonly string[], text: string): Omit<Composer, "cut"> {
  return { text, cursor: text.length, history, position: history.length, aside: "" };
}

function find({ text, cursor }: Composer, place: Place): number {
  switch (place) {
    case "left":
      return boundaryBefore(text, cursor);
    case "right":
      return boundaryAfter(text, cursor);
    case "start":
      return cursor === 0 ? 0 : text.lastIndexOf("\n", cursor - 1) + 1;
    case "end": {
      const end = text.indexOf("\n", cursor);
      return end < 0 ? text.length : end;
    }
    case "word-left":
      return skip(text, cursor, boundaryBefore, isWord);
    case "word-right":
      return skip(text, cursor, boundaryAfter, isWord);
    case "blank-left":
      return skip(text, cursor, boundaryBefore, isNoBlank);
  }
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

function boundaryBefore(text: string, cursor: number): number {
  if (cursor <= 0) return 0;
  if (isPrintableAscii(text)) return cursor - 1;
  return segmenter.segment(text).containing(cursor - 1)?.index ?? 0;
}

function boundaryAfter(text: string, cursor: number): number {
  if (cursor >= text.length) return text.length;
  if (isPrintableAscii(text)) return cursor + 1;
  const grapheme = segmenter.segment(text).containing(cursor);
  return grapheme === undefined ? text.length : grapheme.index + grapheme.segment.length;
}

function boundaryAtOrAfter(text: string, place: number): number {
  if (place <= 0 || place >= text.length || isPrintableAscii(text))
    return Math.min(place, text.length);
  const grapheme = segmenter.segment(text).containing(place);
  return grapheme === undefined || grapheme.index === place
    ? place
    : grapheme.index + grapheme.segment.length;
}
