// What keys can do, as data: a name, the keys it has where nobody changed them, words for the help, and what it does.
// Knows no decoding and no screen.

import type { ComposerAction } from "./composer.ts";
import type { Place } from "./text-places.ts";

/** What a key asks of the screen. */
export type ScreenWish =
  | "send"
  | "complete"
  | "complete-back"
  | "search-history"
  | "edit-outside"
  | "interrupt"
  | "end-of-input"
  | "dismiss"
  | "page-up"
  | "page-down"
  | "line-up"
  | "line-down"
  | "wheel-up"
  | "wheel-down"
  | "top"
  | "bottom"
  | "first-unread"
  | "older-mention"
  | "newer-mention"
  | "older-hit"
  | "newer-hit"
  | "next-room"
  | "previous-room"
  | "next-activity"
  | "help"
  | "redraw"
  | "suspend"
  /** The room of a number, from 1. */
  | { room: number };

/** Something that a key can do. */
export interface KeyAction {
  /** What the config file calls it. */
  name: string;
  /** The keys it has, as {@link Input} names them; those of a sequence with blanks between. */
  keys: readonly string[];
  /** What it does, for people; empty where the entry before says it. */
  help: string;
  does: { edit: ComposerAction } | { wish: ScreenWish };
}

const move = (name: string, to: Place, keys: string[], help: string): KeyAction => ({
  ...{ name, keys, help },
  does: { edit: { type: "move", to } },
});

const remove = (
  name: string,
  to: Place,
  keep: boolean,
  keys: string[],
  help: string,
): KeyAction => ({
  ...{ name, keys, help },
  does: { edit: { type: "delete", to, keep } },
});

const edit = (name: string, action: ComposerAction, keys: string[], help: string): KeyAction => ({
  ...{ name, keys, help },
  does: { edit: action },
});

const ask = (wish: Extract<ScreenWish, string>, keys: string[], help: string): KeyAction => ({
  ...{ name: wish, keys, help },
  does: { wish },
});

/** All that keys can do, in the order of the help. */
export const keyActions: readonly KeyAction[] = [
  ask("send", ["enter"], "send, or run the command"),
  edit(
    "new-line",
    { type: "insert", text: "\n" },
    ["alt-enter", "ctrl-j", "shift-enter"],
    "begin a new line",
  ),
  ask("complete", ["tab"], "complete a name, #room, /command or :emoji:; again for the next"),
  ask("complete-back", ["shift-tab"], "the completion before"),
  edit(
    "older",
    { type: "recall", direction: "older" },
    ["up"],
    "the line above; from the first one, what was sent before",
  ),
  edit("newer", { type: "recall", direction: "newer" }, ["down"], "back again"),
  ask("search-history", ["ctrl-r"], "look for something sent before; again for older ones"),
  ask("edit-outside", ["ctrl-x ctrl-e"], "write in $VISUAL or $EDITOR"),

  move("left", "left", ["left", "ctrl-b"], "back by a character"),
  move("right", "right", ["right", "ctrl-f"], "on by a character"),
  move("word-left", "word-left", ["alt-b", "ctrl-left", "alt-left"], "back by a word"),
  move("word-right", "word-right", ["alt-f", "ctrl-right", "alt-right"], "on by a word"),
  move("start", "start", ["home", "ctrl-a"], "to the start of the line"),
  move("end", "end", ["end", "ctrl-e"], "to the end of the line; End on an empty one: newest"),
  remove("delete-left", "left", false, ["backspace"], "delete the character before"),
  remove("delete-right", "right", false, ["delete"], "delete the character behind"),
  remove("cut-blank-left", "blank-left", true, ["ctrl-w"], "cut back to a blank"),
  remove("cut-word-left", "word-left", true, ["alt-backspace"], "cut the word before"),
  remove("cut-word-right", "word-right", true, ["alt-d"], "cut the word behind"),
  remove("cut-to-start", "start", true, ["ctrl-u"], "cut to the start of the line"),
  remove("cut-to-end", "end", true, ["ctrl-k"], "cut to the end of the line"),
  edit("paste-cut", { type: "yank" }, ["ctrl-y"], "put back what was cut"),
  edit("paste-older-cut", { type: "yank-older" }, ["alt-y"], "then: what was cut before that"),
  edit("transpose", { type: "transpose" }, ["ctrl-t"], "swap two characters"),
  edit("undo", { type: "undo" }, ["ctrl-_", "ctrl-x ctrl-u"], "undo"),

  ask("page-up", ["pageup"], "scroll back; older messages are loaded as needed"),
  ask("page-down", ["pagedown"], "scroll on"),
  ask("line-up", ["shift-up"], "scroll back by a line"),
  ask("line-down", ["shift-down"], "scroll on by a line"),
  ask("wheel-up", ["wheel-up"], "scroll back by three lines; Shift and drag selects text"),
  ask("wheel-down", ["wheel-down"], "scroll on by three lines"),
  ask("top", ["alt-home", "ctrl-home"], "to the oldest"),
  ask("bottom", ["alt-end", "ctrl-end"], "to the newest"),
  ask("first-unread", ["alt-u"], "to the first message not read yet"),
  ask("older-mention", ["alt-p"], "to the mention before"),
  ask("newer-mention", ["alt-n"], "to the next mention"),
  ask("older-hit", ["alt-up"], "to the older message that /search found"),
  ask("newer-hit", ["alt-down"], "to the newer one"),

  ...Array.from({ length: 9 }, (_, index): KeyAction => {
    const room = index + 1;
    const help = room === 1 ? "the room of that number, up to Alt-9" : "";
    return { name: `room-${room}`, keys: [`alt-${room}`], help, does: { wish: { room } } };
  }),
  ask("next-room", ["ctrl-n"], "the next room"),
  ask("previous-room", ["ctrl-p"], "the room before"),
  ask("next-activity", ["alt-a"], "the next room with mentions or news, and at last back"),

  ask("help", ["f1"], "commands and keys"),
  ask("dismiss", ["escape"], "close a panel, take a notice away, then: to the newest"),
  ask("interrupt", ["ctrl-c"], "clear the line; on an empty one, leave"),
  ask("end-of-input", ["ctrl-d"], "delete the character behind; on an empty line, leave"),
  ask("redraw", ["ctrl-l"], "draw the screen again"),
  ask("suspend", ["ctrl-z"], "to the shell; fg comes back"),
];
