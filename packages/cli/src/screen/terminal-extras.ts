// What the screen asks of a terminal besides taking it over: to tell of its focus and its wheel, to keep its title.
// Pure; the terminal itself is elsewhere.

import { KEEP_TITLE, RESTORE_TITLE } from "../notice/window-title.ts";
import type { Preferences } from "../preferences/preferences.ts";
import type { TerminalMode } from "./terminal.ts";

const ESC = "\x1b";
/** Source: xterm's control sequences: 1004 focus, 1000 buttons and wheel, 1006 in a form that has room for any screen. */
const FOCUS = { on: `${ESC}[?1004h`, off: `${ESC}[?1004l` };
const MOUSE = { on: `${ESC}[?1000h${ESC}[?1006h`, off: `${ESC}[?1006l${ESC}[?1000l` };

/** A mode with what one person's preferences ask for besides. @param inline the wheel is the terminal's own */
export function withExtras(
  mode: TerminalMode,
  preferences: Preferences,
  inline: boolean,
): TerminalMode {
  return {
    get take() {
      return mode.take + FOCUS.on + toMouse(preferences, inline) + KEEP_TITLE;
    },
    // All of it, whatever was on: preferences change meanwhile.
    giveBack: () => FOCUS.off + MOUSE.off + RESTORE_TITLE + mode.giveBack(),
  };
}

/** The bytes that make the terminal tell of its wheel, or not. */
export function toMouse(preferences: Preferences, inline: boolean): string {
  return preferences.get("mouse") === "on" && !inline ? MOUSE.on : MOUSE.off;
}
