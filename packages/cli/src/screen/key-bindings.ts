// What each key does, as data: the reducer's actions for editing, words for all else. Source of the help on keys.

import type { ComposerAction } from "./composer.ts";

/** What a key asks of the screen. */
export type ScreenWish =
  | "send"
  | "interrupt"
  | "end-of-input"
  | "dismiss"
  | "page-up"
  | "page-down"
  | "line-up"
  | "line-down"
  | "top"
  | "bottom"
  | "next-room"
  | "previous-room"
  | "redraw"
  | "suspend";

/** What a key does: edit the input, or ask something of the screen. */
export type Binding = ComposerAction | ScreenWish;

const left: Binding = { type: "move", to: "left" };
const right: Binding = { type: "move", to: "right" };
const wordLeft: Binding = { type: "move", to: "word-left" };
const wordRight: Binding = { type: "move", to: "word-right" };
const start: Binding = { type: "move", to: "start" };
const end: Binding = { type: "move", to: "end" };
const cutWordLeft: Binding = { type: "delete", to: "word-left", keep: true };

/** The keys and what they do. */
export const keyBindings: ReadonlyMap<string, Binding> = new Map<string, Binding>([
  ["enter", "send"],
  ["alt-enter", { type: "insert", text: "\n" }],
  ["left", left],
  ["ctrl-b", left],
  ["right", right],
  ["ctrl-f", right],
  ["alt-b", wordLeft],
  ["alt-left", wordLeft],
  ["ctrl-left", wordLeft],
  ["alt-f", wordRight],
  ["alt-right", wordRight],
  ["ctrl-right", wordRight],
  ["home", start],
  ["ctrl-a", start],
  ["end", end],
  ["ctrl-e", end],
  ["backspace", { type: "delete", to: "left", keep: false }],
  ["delete", { type: "delete", to: "right", keep: false }],
  ["ctrl-w", { type: "delete", to: "blank-left", keep: true }],
  ["alt-backspace", cutWordLeft],
  ["alt-d", { type: "delete", to: "word-right", keep: true }],
  ["ctrl-u", { type: "delete", to: "start", keep: true }],
  ["ctrl-k", { type: "delete", to: "end", keep: true }],
  ["ctrl-y", { type: "yank" }],
  ["up", { type: "recall", direction: "older" }],
  ["down", { type: "recall", direction: "newer" }],
  ["ctrl-c", "interrupt"],
  ["ctrl-d", "end-of-input"],
  ["escape", "dismiss"],
  ["pageup", "page-up"],
  ["pagedown", "page-down"],
  ["shift-up", "line-up"],
  ["shift-down", "line-down"],
  ["alt-home", "top"],
  ["ctrl-home", "top"],
  ["alt-end", "bottom"],
  ["ctrl-end", "bottom"],
  ["ctrl-n", "next-room"],
  ["ctrl-p", "previous-room"],
  ["ctrl-l", "redraw"],
  ["ctrl-z", "suspend"],
]);

/** The keys worth telling people about, for the help. */
export const keyHelp: readonly (readonly [string, string])[] = [
  ["Enter", "send; Alt-Enter begins a new line"],
  ["Up, Down", "what you sent before"],
  ["PgUp, PgDn", "scroll; Shift-Up, Shift-Down by a line"],
  ["Alt-Home, Alt-End", "to the oldest, to the newest"],
  ["Alt-1…9", "another room; Ctrl-N the next, Ctrl-P the one before"],
  ["Ctrl-W, U, K", "cut a word, to the start, to the end; Ctrl-Y puts it back"],
  ["Ctrl-L", "draw the screen again"],
  ["Ctrl-Z", "to the shell; fg comes back"],
  ["Ctrl-C", "clear the line; on an empty one, leave"],
];
