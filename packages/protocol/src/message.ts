// A message, as stored and sent, and the reading of one from data that this program did not write.

import { isRoomName, isUsername } from "./names.ts";
import { cleanMessage } from "./text.ts";

/** What stands in the place of a message that an operator deleted. */
export const DELETED_TEXT = "(deleted)";

/** A stored draft. It never changes, but that an operator may take its text away. */
export interface Message {
  /** A positive integer below 2^53 that grows along the room, for ever. */
  id: number;
  /** The id of the message before it in the room's history, 0 where there is none. */
  prev: number;
  room: string;
  username: string;
  message: string;
  /** ISO 8601, UTC, milliseconds, ending in `Z`. */
  timestamp: string;
  /** An operator deleted it: `message` is {@link DELETED_TEXT}. Absent otherwise. */
  deleted?: true;
}

/** Somebody came into a room: the payload of `user_joined`. */
export interface Joined {
  room: string;
  username: string;
  /** ISO 8601, UTC, milliseconds, ending in `Z`. */
  timestamp: string;
  /** How many members the room has now. */
  members: number;
}

/** Why somebody left: of their own will, by a lost connection, or because their server died. */
export type LeaveReason = "left" | "disconnected" | "expired";

/** Somebody left a room: the payload of `user_left`. */
export interface Left extends Joined {
  reason: LeaveReason;
}

/** One line of `rooms`. */
export interface RoomSummary {
  room: string;
  /** How many members the room has now. */
  members: number;
  /** The timestamp of the newest message, null where the history is empty. */
  lastMessageAt: string | null;
  /** What operators say the room is about. Absent where they say nothing. */
  topic?: string;
}

/** Whether `value` is a timestamp of the contract's form that names a real moment. */
export function isTimestamp(value: unknown): value is string {
  // 30 February is read as a day in March: only what is written back the same was one. Years of six digits are longer.
  return typeof value === "string" && value.length === 24 && new Date(value).toJSON() === value;
}

/** Whether `value` can be the id of a message: an integer from 1 to 2^53 - 1. */
export function isMessageId(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) > 0;
}

/**
 * The message in `value`, or undefined where it is not one. For entries of a store and for what arrives from a
 * server: unknown fields are left behind, the text is cleaned once more.
 */
export function readMessage(value: unknown): Message | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  const { id, prev, room, username, message, timestamp, deleted } = value as Record<
    string,
    unknown
  >;
  if (
    !isMessageId(id) ||
    !Number.isSafeInteger(prev) ||
    (prev as number) < 0 ||
    (prev as number) >= id
  )
    return undefined;
  if (!isRoomName(room) || !isUsername(username)) return undefined;
  if (typeof message !== "string" || !isTimestamp(timestamp)) return undefined;
  const text = cleanMessage(message);
  const read: Message = { id, prev: prev as number, room, username, message: text, timestamp };
  if (deleted === true) read.deleted = true;
  return read;
}
