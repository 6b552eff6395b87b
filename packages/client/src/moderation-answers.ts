// The reading of what a server says of operators: how a room is on joining, and what was done. A server is not trusted.

import {
  cleanMessage,
  isMessageId,
  isRoomName,
  isTimestamp,
  isUsername,
  type Moderated,
} from "@chat/protocol";

import { readMembers } from "./answers.ts";
import { isDeed } from "./moderated-words.ts";

/** How a room is, as a joiner is told. */
export interface RoomWelcome {
  members: string[];
  topic: string | undefined;
  closed: boolean;
  private: boolean;
  operator: boolean;
  /** The ids of messages seen before that were deleted since. */
  deleted: number[];
}

type Fields = Record<string, unknown>;

/** The answer to `join`. */
export function readWelcome(answer: Fields): RoomWelcome {
  const { topic, deleted } = answer;
  return {
    members: readMembers(answer),
    topic: readLine(topic) || undefined,
    closed: answer["closed"] === true,
    private: answer["private"] === true,
    operator: answer["operator"] === true,
    deleted: Array.isArray(deleted) ? deleted.filter(isMessageId) : [],
  };
}

/** A `moderated`, undefined where it is of another form, or of an action that a newer server knows. */
export function readModerated(value: unknown): Moderated | undefined {
  const fields = (typeof value === "object" && value !== null ? value : {}) as Fields;
  const { room, action, timestamp, by, username, id, until, topic, reason } = fields;
  if (!isRoomName(room) || !isDeed(action) || !isTimestamp(timestamp)) return undefined;
  return {
    room,
    action,
    timestamp,
    ...(isUsername(by) && { by }),
    ...(isUsername(username) && { username }),
    ...(isMessageId(id) && { id }),
    ...(isTimestamp(until) && { until }),
    ...(typeof topic === "string" && { topic: readLine(topic) }),
    ...(typeof reason === "string" && { reason: readLine(reason) }),
    ...(typeof fields["private"] === "boolean" && { private: fields["private"] }),
  };
}

/** One line, cleaned once more; empty where it is none. */
function readLine(value: unknown): string {
  return typeof value === "string" ? cleanMessage(value).replace(/\s+/g, " ").trim() : "";
}
