// The reading of what a server sends: acknowledgements and events. A server is not trusted; what has the wrong shape
// is undefined here or a ChatError. Knows no socket.

import {
  ChatError,
  isRoomName,
  isTimestamp,
  isUsername,
  readMessage,
  type ChatErrorCode,
  type Joined,
  type Left,
  type Message,
  type RoomHistory,
  type RoomSummary,
  type Typing,
} from "@chat/protocol";

type Fields = Record<string, unknown>;

/**
 * The fields of an acknowledgement.
 *
 * @throws ChatError the one it carries, or `internal` where it is none of the contract's
 */
export function readAcknowledgement(answer: unknown): Fields {
  const fields = toFields(answer);
  if (fields?.["ok"] === true) return fields;
  const error = fields?.["ok"] === false ? readWireError(fields["error"]) : undefined;
  throw error ?? nonsense();
}

/** The error in `value`, or undefined where there is none. Codes that a newer server may know stay as they are. */
export function readWireError(value: unknown): ChatError | undefined {
  const fields = toFields(value);
  const code = fields?.["code"];
  if (typeof code !== "string") return undefined;
  const message = typeof fields?.["message"] === "string" ? fields["message"] : code;
  const wait = fields?.["retryAfterMs"];
  const options = typeof wait === "number" && wait >= 0 ? { retryAfterMs: wait } : {};
  return new ChatError(code as ChatErrorCode, message, options);
}

/**
 * The message of an acknowledgement.
 *
 * @throws ChatError `internal` where it has none
 */
export function readStoredMessage(answer: Fields): Message {
  const message = readMessage(answer["message"]);
  if (message === undefined) throw nonsense();
  return message;
}

/** A `room_history` or the answer to `history`: its readable messages, by ascending id, each once. */
export function readRoomHistory(value: unknown): RoomHistory | undefined {
  const fields = toFields(value);
  const room = fields?.["room"];
  const list = fields?.["messages"];
  if (!isRoomName(room) || !Array.isArray(list)) return undefined;
  const messages = new Map<number, Message>();
  for (const item of list) {
    const message = readMessage(item);
    if (message !== undefined && message.room === room) messages.set(message.id, message);
  }
  const sorted = [...messages.values()].sort((a, b) => a.id - b.id);
  return { room, messages: sorted, complete: fields?.["complete"] === true };
}

/** The usernames in the answer to `join` and `members`. */
export function readMembers(answer: Fields): string[] {
  const { members } = answer;
  return Array.isArray(members) ? members.filter(isUsername) : [];
}

/** The rooms in the answer to `rooms`. */
export function readRooms(answer: Fields): RoomSummary[] {
  const list = Array.isArray(answer["rooms"]) ? answer["rooms"] : [];
  return list.flatMap((item): RoomSummary[] => {
    const { room, members, lastMessageAt, topic } = toFields(item) ?? {};
    if (!isRoomName(room) || !isCount(members)) return [];
    const about = typeof topic === "string" ? { topic } : {};
    const at = isTimestamp(lastMessageAt) ? lastMessageAt : null;
    return [{ room, members, lastMessageAt: at, ...about }];
  });
}

/** A `user_joined`. */
export function readJoined(value: unknown): Joined | undefined {
  const { room, username, timestamp, members } = toFields(value) ?? {};
  if (!isRoomName(room) || !isUsername(username)) return undefined;
  if (!isTimestamp(timestamp) || !isCount(members)) return undefined;
  return { room, username, timestamp, members };
}

/** A `user_left`; a reason of a newer server counts as `left`. */
export function readLeft(value: unknown): Left | undefined {
  const joined = readJoined(value);
  if (joined === undefined) return undefined;
  const reason = toFields(value)?.["reason"];
  return { ...joined, reason: reason === "disconnected" || reason === "expired" ? reason : "left" };
}

/** A `typing`. */
export function readTyping(value: unknown): Typing | undefined {
  const { room, username, typing } = toFields(value) ?? {};
  if (!isRoomName(room) || !isUsername(username) || typeof typing !== "boolean") return undefined;
  return { room, username, typing };
}

function toFields(value: unknown): Fields | undefined {
  return typeof value === "object" && value !== null ? (value as Fields) : undefined;
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

/** An answer that is none of the contract's. */
export function nonsense(): ChatError {
  return new ChatError("internal", "The server answered with something that makes no sense.");
}
