// What makes a terminal call for attention: a bell, or one of three sequences for a desktop notification. Pure; text of
// others goes in clean and short.

import { cleanForTerminal } from "@chat/protocol";

import { truncate } from "../output/text-width.ts";
import type { AlertChoice } from "../preferences/preference-fields.ts";
import type { Environment } from "../settings.ts";

/** A way to be told. */
export type AlertKind = Exclude<AlertChoice, "auto" | "off">;

const BELL = "\x07";
const ESC = "\x1b";
const END = `${ESC}\\`;
/** Desktops cut what is longer; a terminal need not parse it. In cells. */
const TITLE_MAX = 60;
const TEXT_MAX = 200;

/**
 * The way that the terminal is known for; the bell where nothing is known.
 *
 * Inside tmux and screen it is the bell: they pass it on, and mark the window, where a notification would be lost.
 */
export function chooseAlert(choice: AlertChoice, env: Environment): AlertKind | undefined {
  if (choice === "off") return undefined;
  if (choice !== "auto") return choice;
  const [term = "", program = ""] = [env["TERM"], env["TERM_PROGRAM"]];
  if (env["TMUX"] || env["STY"] || /^(?:tmux|screen)/.test(term)) return "bell";
  if (env["KITTY_WINDOW_ID"] || term === "xterm-kitty") return "osc99";
  if (program === "iTerm.app") return "osc9";
  if (program === "WezTerm" || program === "ghostty" || term === "xterm-ghostty") return "osc777";
  return /^(?:foot|rxvt)/.test(term) ? "osc777" : "bell";
}

/** The bytes that tell of a message of `from` in `room`. */
export function toAlertBytes(kind: AlertKind, room: string, from: string, text: string): string {
  // A room stands first: a text of one's own making would be taken for an order by some terminals (`9;4;…`).
  const title = clean(`#${room}: ${from}`, TITLE_MAX);
  const body = clean(text, TEXT_MAX);
  switch (kind) {
    case "bell":
      return BELL;
    case "osc9":
      return `${ESC}]9;${title}: ${body}${END}`;
    case "osc777":
      return `${ESC}]777;notify;${title.replaceAll(";", ",")};${body.replaceAll(";", ",")}${END}`;
    case "osc99":
      return `${ESC}]99;i=chat:d=0;${title}${END}${ESC}]99;i=chat:p=body;${body}${END}`;
  }
}

function clean(text: string, cells: number): string {
  return truncate(cleanForTerminal(text).replace(/\s+/g, " "), cells);
}
