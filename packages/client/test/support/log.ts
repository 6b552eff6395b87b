// Messages, pages and logs for the tests of a room's log, by ids alone.

import type { Message, RoomHistory } from "@chat/protocol";

import { RoomLog } from "../../src/room-log.ts";
import type { Entry } from "../../src/types.ts";

/** The room of the log. */
const ROOM = "general";
/** As much of a backlog as a client asks for. */
export const EVERYTHING = 100;

/** A message of the room, with its place. */
export function message(id: number, prev: number): Message {
  const timestamp = "2026-01-01T00:00:00.000Z";
  return { id, prev, room: ROOM, username: "ada", message: `text ${id}`, timestamp };
}

/** A page of the history. */
export function history(messages: Message[], complete: boolean): RoomHistory {
  return { room: ROOM, messages, complete };
}

/** Messages that follow each other: chain(0, 1, 2) are 1 behind 0 and 2 behind 1. */
export function chain(...ids: number[]): Message[] {
  return ids.slice(1).map((id, i) => message(id, ids[i] ?? 0));
}

/** A log that has begun with a backlog of these ids. */
export function started(...ids: number[]): RoomLog {
  const log = new RoomLog(1_000);
  log.begin(history(chain(0, ...ids), true), EVERYTHING);
  return log;
}

/** `1 2 (2..5) 5`: messages by id, gaps by what they lie between, notices by name. */
export function shape(entries: readonly Entry[]): string {
  return entries
    .map((entry) => {
      if (entry.type === "message") return `${entry.message.id}`;
      if (entry.type === "gap") return `(${entry.after}..${entry.before ?? ""})`;
      return `${entry.type === "joined" ? "+" : "-"}${entry.username}`;
    })
    .join(" ");
}

/** A notice. */
export const came = {
  type: "joined",
  room: ROOM,
  username: "bob",
  timestamp: "2026-01-01T00:00:00.000Z",
  members: 2,
} as const;
