// The editing of what is being typed: text, cursor, undo, what was cut, what was sent before. A pure reducer that knows
// no keys, no terminal and no room. The cursor is always between two characters as people see them.

import { boundaryAfter, boundaryAtOrAfter, boundaryBefore, findPlace } from "./text-places.ts";
import type { Place } from "./text-places.ts";

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
  /** What was cut, for putting it back; the last one comes back first. Never empty texts. */
  cuts: readonly string[];
  /** What undoing goes back to, the latest last. */
  past: readonly Moment[];
  /** What was done last: runs of typing are undone, runs of cutting put back, as one. */
  last: "typing" | "cut-left" | "cut-right" | "yank" | "other";
}

interface Moment {
  text: string;
  cursor: number;
}

/** What may be done to it. */
export type ComposerAction =
  | { type: "insert"; text: string }
  | { type: "move"; to: Place }
  /** Deletes from the cursor to a place; `keep` remembers what was deleted for `yank`. */
  | { type: "delete"; to: Place; keep: boolean }
  /** Puts back what was cut last. */
  | { type: "yank" }
  /** Right behind `yank`: what was cut before that in its place. */
  | { type: "yank-older" }
  /** Swaps the characters around the cursor. */
  | { type: "transpose" }
  | { type: "undo" }
  /** Up or down: by a line, and from the first or last line on through the history. */
  | { type: "recall"; direction: "older" | "newer" }
  /** Puts `text` in the place of what is between two boundaries. */
  | { type: "replace"; from: number; to: number; text: string }
  | { type: "clear" }
  /** Empties it and adds its text to the history. */
  | { type: "sent" };

/** How many sent texts of a room are kept. */
const HISTORY_MAX = 500;
const CUTS_MAX = 20;
const PAST_MAX = 200;

/** Nothing typed, nothing sent before. */
export const emptyComposer: Composer = {
  ...{ text: "", cursor: 0, history: [], position: 0, aside: "" },
  ...{ cuts: [], past: [], last: "other" },
};

/** Nothing typed yet by somebody who sent these texts before, oldest first. */
export function createComposer(history: readonly string[]): Composer {
  return { ...emptyComposer, history, position: history.length };
}

/** The composer after an action. The same object where nothing changes. */
export function reduceComposer(composer: Composer, action: ComposerAction): Composer {
  switch (action.type) {
    case "insert":
      return insert(composer, action.text);
    case "move":
      return move(composer, findPlace(composer.text, composer.cursor, action.to));
    case "delete":
      return remove(composer, findPlace(composer.text, composer.cursor, action.to), action.keep);
    case "yank":
      return yank(composer);
    case "yank-older":
      return composer.last === "yank" ? yankOlder(composer) : composer;
    case "transpose":
      return transpose(composer);
    case "undo":
      return undo(composer);
    case "recall":
      return upOrDown(composer, action.direction);
    case "replace":
      return change(composer, action.from, action.to, action.text, "other");
    case "clear":
      return change(composer, 0, composer.text.length, "", "other");
    case "sent":
      return send(composer);
  }
}

/** Puts `text` in the place of a part; the cursor goes behind it, and behind the character that it became part of. */
function change(
  composer: Composer,
  from: number,
  to: number,
  text: string,
  last: Composer["last"],
): Composer {
  if (from === to && text === "") return composer;
  const next = composer.text.slice(0, from) + text + composer.text.slice(to);
  return {
    ...composer,
    text: next,
    cursor: boundaryAtOrAfter(next, from + text.length),
    past: remember(composer),
    last,
  };
}

function remember({ past, text, cursor }: Composer): readonly Moment[] {
  return [...past.slice(1 - PAST_MAX), { text, cursor }];
}

function insert(composer: Composer, text: string): Composer {
  const next = change(composer, composer.cursor, composer.cursor, text, "typing");
  // Undone by words: a blank begins another run.
  const goesOn = composer.last === "typing" && text.trim() !== "";
  return next === composer || !goesOn ? next : { ...next, past: composer.past };
}

function move(composer: Composer, cursor: number): Composer {
  return cursor === composer.cursor ? composer : { ...composer, cursor, last: "other" };
}

function remove(composer: Composer, place: number, keep: boolean): Composer {
  const [from, to] = [Math.min(place, composer.cursor), Math.max(place, composer.cursor)];
  if (from === to) return composer;
  const cut = composer.text.slice(from, to);
  const direction = place < composer.cursor ? "cut-left" : "cut-right";
  const next = change(composer, from, to, "", keep ? direction : "other");
  if (!keep) return next;
  const goesOn = composer.last === "cut-left" || composer.last === "cut-right";
  const latest = goesOn ? (composer.cuts.at(-1) ?? "") : "";
  const joined = direction === "cut-left" ? cut + latest : latest + cut;
  const earlier = goesOn ? composer.cuts.slice(0, -1) : composer.cuts.slice(1 - CUTS_MAX);
  return { ...next, cuts: [...earlier, joined] };
}

function yank(composer: Composer): Composer {
  const cut = composer.cuts.at(-1);
  if (cut === undefined) return composer;
  return change(composer, composer.cursor, composer.cursor, cut, "yank");
}

/** The ring turns: what stood here comes back last. */
function yankOlder(composer: Composer): Composer {
  const before = composer.past.at(-1);
  const latest = composer.cuts.at(-1);
  if (before === undefined || latest === undefined) return composer;
  const cuts = [latest, ...composer.cuts.slice(0, -1)];
  return yank({ ...composer, ...before, past: composer.past.slice(0, -1), cuts });
}

function transpose(composer: Composer): Composer {
  const { text, cursor } = composer;
  // At the end of a line it is the last two.
  const atEnd = cursor === text.length || text[cursor] === "\n";
  const middle = atEnd ? boundaryBefore(text, cursor) : cursor;
  const [from, to] = [boundaryBefore(text, middle), boundaryAfter(text, middle)];
  const [first, second] = [text.slice(from, middle), text.slice(middle, to)];
  if (first === "" || second === "" || first === "\n" || second === "\n") return composer;
  return change(composer, from, to, second + first, "other");
}

function undo(composer: Composer): Composer {
  const before = composer.past.at(-1);
  if (before === undefined) return composer;
  return { ...composer, ...before, past: composer.past.slice(0, -1), last: "other" };
}

function upOrDown(composer: Composer, direction: "older" | "newer"): Composer {
  const place = direction === "older" ? "line-up" : "line-down";
  const moved = move(composer, findPlace(composer.text, composer.cursor, place));
  return moved === composer
    ? recall(composer, composer.position + (direction === "older" ? -1 : 1))
    : moved;
}

function recall(composer: Composer, position: number): Composer {
  if (position < 0 || position > composer.history.length) return composer;
  const aside = composer.position === composer.history.length ? composer.text : composer.aside;
  const text = composer.history[position] ?? aside;
  return {
    ...composer,
    ...{ text, cursor: text.length, position, aside },
    ...{ past: remember(composer), last: "other" },
  };
}

function send(composer: Composer): Composer {
  const history = withSent(composer.history, composer.text);
  return { ...createComposer(history), cuts: composer.cuts };
}

/** A history with one more text at its end, unless that says nothing or nothing new. */
export function withSent(history: readonly string[], text: string): readonly string[] {
  if (text.trim() === "" || history.at(-1) === text) return history;
  return [...history, text].slice(-HISTORY_MAX);
}
