// What `chat tail` prints of what happens in its rooms: JSON, a format, or lines for people.

import type { Entry } from "@chat/client";
import type { Message } from "@chat/protocol";

import { toEntryJson, toMessageJson } from "../output/json-line.ts";
import { toEntryLines, toMessageLines } from "../output/message-line.ts";
import { loadTerminalStyle } from "../output/terminal-style.ts";

/** What is no message. */
export type Notice = Exclude<Entry, { type: "message" }>;

/** What to print of each; nothing where there are no lines. */
export interface TailLines {
  message: (message: Message) => readonly string[];
  notice: (room: string, notice: Notice) => readonly string[];
}

/** The lines that somebody wants. Who comes and goes is for programs that ask for JSON; people tail what is said. */
export async function loadTailLines(wanted: {
  json: boolean;
  format: ((message: Message) => string) | undefined;
  rooms: readonly string[];
}): Promise<TailLines> {
  const { json, format, rooms } = wanted;
  if (json) {
    return {
      message: (message) => [toMessageJson(message)],
      notice: (room, notice) => [toEntryJson(room, notice)],
    };
  }
  if (format) return { message: (message) => [format(message)], notice: gapsOnly(toEntryLines) };
  const style = await loadTerminalStyle();
  if (style === undefined) {
    return { message: (message) => toMessageLines(message), notice: gapsOnly(toEntryLines) };
  }
  const { TerminalLines } = await import("../output/terminal-lines.ts");
  const lines = new TerminalLines(style, rooms.length > 1);
  return {
    message: (message) => lines.message(message),
    notice: gapsOnly((room, notice) => lines.notice(room, notice)),
  };
}

function gapsOnly(toLines: TailLines["notice"]): TailLines["notice"] {
  return (room, notice) => (notice.type === "gap" ? toLines(room, notice) : []);
}
