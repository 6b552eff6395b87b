// `chat rooms`: the rooms there are, how many people are in each and when it was last heard of.

import { isRoomName, isTimestamp, type RoomSummary } from "@chat/protocol";

import { askServer } from "../http/ask-server.ts";
import { formatDuration } from "../duration.ts";
import { toRelativeTime } from "../output/relative-time.ts";
import { printLine, say } from "../output/standard-output.ts";
import { toTable } from "../output/table.ts";
import { loadTerminalStyle, type TerminalStyle } from "../output/terminal-style.ts";
import type { Settings } from "../settings.ts";

/** The flags of `chat rooms`. */
export interface RoomsFlags {
  json?: boolean;
}

/** Runs `chat rooms`. @throws ChatError, CommandError */
export async function rooms(settings: Settings, flags: RoomsFlags): Promise<void> {
  const answer = await askServer(settings, { path: "/api/rooms" });
  const list = readSummaries(answer["rooms"]);
  if (flags.json) {
    for (const room of list) await printLine(JSON.stringify(room));
    return;
  }
  if (list.length === 0) say("there are no rooms yet; `chat join general` makes one");
  const style = list.length === 0 ? undefined : await loadTerminalStyle();
  const lines = style ? toTitledTable(list, style) : toTable(toRoomRows(list, Date.now()));
  for (const line of lines) await printLine(line);
}

/** For people at a terminal: with a title, and names in bold. */
function toTitledTable(list: readonly RoomSummary[], { paint }: TerminalStyle): string[] {
  const now = Date.now();
  const rows = list.map(({ room, members, lastMessageAt }) => [
    room,
    String(members).padStart(4),
    lastMessageAt === null ? "never" : toRelativeTime(new Date(lastMessageAt), now),
  ]);
  return toTable([["ROOM", "HERE", "LAST MESSAGE"], ...rows], (cell, column, row) => {
    if (row === 0) return paint.muted(cell);
    if (column === 0) return paint.bold(cell);
    return column === 1 && cell.trim() !== "0" ? paint.good(cell) : paint.muted(cell);
  });
}

/** The rooms in what a server sent; what is none is skipped. */
export function readSummaries(value: unknown): RoomSummary[] {
  if (!Array.isArray(value)) return [];
  return value.flatMap((item: unknown): RoomSummary[] => {
    if (typeof item !== "object" || item === null) return [];
    const { room, members, lastMessageAt } = item as Record<string, unknown>;
    if (!isRoomName(room) || typeof members !== "number") return [];
    return [{ room, members, lastMessageAt: isTimestamp(lastMessageAt) ? lastMessageAt : null }];
  });
}

/** One row a room: its name, its members, its last message. */
export function toRoomRows(list: readonly RoomSummary[], now: number): string[][] {
  return list.map(({ room, members, lastMessageAt }) => [
    room,
    `${members} here`,
    lastMessageAt === null
      ? "no messages"
      : `last message ${formatDuration(Math.max(0, now - Date.parse(lastMessageAt)))} ago`,
  ]);
}
