// Every payload of the wire as a schema, for the documents that programs read. An entry of its own: the faces need none
// of it. The types of events.ts are held against it by the compiler.

import * as v from "valibot";

import { type ChatErrorCode, type WireError, chatErrorCodes } from "./errors.ts";
import type {
  Answers,
  ChatErrorEvent,
  HandshakeAuth,
  RequestName,
  RoomHistory,
  ServerToClientEvents,
  Stats,
  Typing,
} from "./events.ts";
import { type Moderated, moderationActions } from "./moderated.ts";
import type { Joined, LeaveReason, Left, Message, RoomSummary } from "./message.ts";
import { messageId, messageText, requestSchemas, roomName, username } from "./request-schemas.ts";
import { SECRET_SHAPE } from "./secret.ts";

export { moderationBody } from "./moderation-schemas.ts";
export * from "./request-schemas.ts";

/** A schema of this type: one that lacks a field of it, or has it otherwise, does not compile. */
type Of<T> = v.GenericSchema<T>;

const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const milliseconds = v.pipe(v.number(), v.minValue(0));

/** ISO 8601, UTC, milliseconds, ending in `Z`. */
export const timestamp = v.pipe(v.string(), v.isoTimestamp());
/** Every code that an error may carry. */
export const errorCode: Of<ChatErrorCode> = v.picklist(chatErrorCodes);

/** A stored message. */
export const message: Of<Message> = v.object({
  id: messageId,
  prev: messageId,
  room: roomName,
  username,
  message: messageText,
  timestamp,
  deleted: v.exactOptional(v.literal(true)),
});

/** An error as it travels. */
export const wireError: Of<WireError> = v.object({
  code: errorCode,
  message: v.string(),
  retryAfterMs: v.exactOptional(milliseconds),
});

/** Part of a room's history, oldest first. */
export const roomHistory: Of<RoomHistory> = v.object({
  room: roomName,
  messages: v.array(message),
  complete: v.boolean(),
});

/** One line of the list of rooms. */
export const roomSummary: Of<RoomSummary> = v.object({
  room: roomName,
  members: count,
  lastMessageAt: v.nullable(timestamp),
  topic: v.exactOptional(v.string()),
});

const joinedFields = { room: roomName, username, timestamp, members: count };
const joined: Of<Joined> = v.object(joinedFields);
const leaveReasons: readonly LeaveReason[] = ["left", "disconnected", "expired"];
const left: Of<Left> = v.object({ ...joinedFields, reason: v.picklist(leaveReasons) });
const typing: Of<Typing> = v.object({ room: roomName, username, typing: v.boolean() });
const chatError: Of<ChatErrorEvent> = v.object({
  event: v.string(),
  code: errorCode,
  message: v.string(),
  retryAfterMs: v.exactOptional(milliseconds),
});
const members = v.array(username);
/** What an operator did. */
export const moderated: Of<Moderated> = v.object({
  room: roomName,
  action: v.picklist(moderationActions),
  by: v.exactOptional(username),
  username: v.exactOptional(username),
  id: v.exactOptional(messageId),
  reason: v.exactOptional(v.string()),
  until: v.exactOptional(timestamp),
  topic: v.exactOptional(v.string()),
  private: v.exactOptional(v.boolean()),
  timestamp,
});

/** What each request is answered with besides `ok`. */
export const answerSchemas: { [Name in RequestName]: Of<Answers[Name]> } = {
  join: v.object({
    room: roomName,
    username,
    members,
    topic: v.exactOptional(v.string()),
    closed: v.exactOptional(v.literal(true)),
    private: v.exactOptional(v.literal(true)),
    operator: v.exactOptional(v.literal(true)),
    deleted: v.exactOptional(v.array(messageId)),
  }),
  leave: v.object({ room: roomName }),
  message: v.object({ message }),
  history: roomHistory,
  members: v.object({ room: roomName, members }),
  rooms: v.object({ rooms: v.array(roomSummary) }),
  typing: v.object({}),
  moderate: v.object({ moderated }),
};

/** The payload of each event that a server sends. */
export const eventSchemas: {
  [Name in keyof ServerToClientEvents]: Of<Parameters<ServerToClientEvents[Name]>[0]>;
} = {
  room_history: roomHistory,
  message,
  user_joined: joined,
  user_left: left,
  typing,
  moderated,
  chat_error: chatError,
};

/** The body of a post over HTTP: the room is in the path. */
export const postBody = v.object({
  ...v.omit(requestSchemas.message, ["room"]).entries,
  username,
});

/** What a client may put into the handshake's `auth`. */
export const handshakeAuth: Of<HandshakeAuth> = v.object({
  username: v.exactOptional(username),
  token: v.exactOptional(v.string()),
  secret: v.exactOptional(v.pipe(v.string(), v.regex(SECRET_SHAPE))),
});

/** The answer to `GET /stats`. */
export const stats: Of<Stats> = v.object({
  active_rooms: v.record(v.string(), members),
  rooms: count,
  clients: count,
  uptime: count,
  store: v.picklist(["redis", "embedded"]),
  node: v.string(),
  version: v.string(),
});
