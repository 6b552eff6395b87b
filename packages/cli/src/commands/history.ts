// `chat history`: the newest messages of a room, then the end. Over HTTP: joins nothing, needs no name.

import type { Message } from "@chat/protocol";

import { toMessageJson } from "../output/json-line.ts";
import { toMessageLines } from "../output/message-line.ts";
import { printLine } from "../output/standard-output.ts";
import { loadTerminalStyle } from "../output/terminal-style.ts";
import { readNumber, readRoom } from "../arguments.ts";
import { readNewest } from "../room-pages.ts";
import type { Settings } from "../settings.ts";

/** The flags of `chat history`. */
export interface HistoryFlags {
  number: string;
  json?: boolean;
}

/** The most messages `-n` may ask for: more than any server keeps. */
const HISTORY_NUMBER_MAX = 1_000_000;

/** Runs `chat history`. @throws ChatError, CommandError */
export async function history(
  settings: Settings,
  roomText: string,
  flags: HistoryFlags,
): Promise<void> {
  const room = readRoom(roomText);
  const count = readNumber("-n", flags.number, 0, HISTORY_NUMBER_MAX);
  const messages = await readNewest(settings, room, count);
  const toLines = flags.json ? undefined : await toPeopleLines(messages);
  for (const message of messages) {
    const lines = toLines ? toLines(message) : [toMessageJson(message)];
    for (const line of lines) await printLine(line);
  }
}

async function toPeopleLines(
  messages: readonly Message[],
): Promise<(message: Message) => readonly string[]> {
  const style = await loadTerminalStyle();
  if (style === undefined) return (message) => toMessageLines(message);
  const { TerminalLines } = await import("../output/terminal-lines.ts");
  const lines = new TerminalLines(style, false);
  lines.expect(messages);
  return (message) => lines.message(message);
}
