// What a client may ask, and the parsing of unknown payloads into it. Every field is untrusted.

import * as v from "valibot";

import { ChatError } from "./errors.ts";
import { HTTP_PAGE_DEFAULT, NONCE_MAX, PAGE_MAX } from "./limits.ts";
import { parseRoomName, parseUsername } from "./names.ts";
import { broughtPassword, nonce, requestSchemas } from "./request-schemas.ts";
import { parseMessageText } from "./text.ts";

/** To enter a room. */
export interface JoinRequest {
  room: string;
  username: string;
  /** How many messages of the backlog, 0 to 100. */
  limit: number;
  /** Only what is newer than this id. */
  after?: number;
  /** Of a private room. */
  password?: string;
}

/** To post a message. */
export interface PostRequest {
  room: string;
  message: string;
  /** May be left out by a member of the room. */
  username?: string;
  /** The same username, room and nonce within five minutes is the same message. */
  nonce?: string;
  /** Of a private room, where its author is not in it. */
  password?: string;
}

/** To read a part of a room's history: before an id, after an id, or the newest. */
export interface HistoryRequest {
  room: string;
  /** Only what is older than this id; the newest of it. */
  before?: number;
  /** Only what is newer than this id; the oldest of it. */
  after?: number;
  /** How many messages at most, 1 to 100. */
  limit: number;
  /** Of a private room, for who is not in it. */
  password?: string;
}

/** To ask something of a room as a whole, or to leave it. */
export interface RoomRequest {
  room: string;
  /** Of a private room, for who is not in it. */
  password?: string;
}

/** To say that one began or stopped typing. */
export interface TypingRequest {
  room: string;
  typing: boolean;
}

const record = v.custom<Record<string, unknown>>(
  (input) => typeof input === "object" && input !== null && !Array.isArray(input),
);
const queryNumber = v.optional(
  v.pipe(v.string(), v.regex(/^\d{1,16}$/), v.transform(Number), v.safeInteger()),
);
const historyQuery = v.object({ limit: queryNumber, before: queryNumber, after: queryNumber });

const HISTORY_HINT = `"limit" is a whole number from 1 to ${PAGE_MAX}, "before" or "after" the id of a message.`;

/** What a field's error is called, where it has one of its own: each throws it for a value that breaks the rule. */
const PARSERS: Record<string, (value: unknown) => unknown> = {
  room: parseRoomName,
  username: parseUsername,
};

/**
 * Parses the payload of `join`.
 *
 * @throws ChatError `invalid_request`, `invalid_room` or `invalid_username`
 */
export function parseJoinRequest(payload: unknown): JoinRequest {
  const { after, password, ...request } = parseFields(
    requestSchemas.join,
    payload,
    `"limit" is a whole number from 0 to ${PAGE_MAX}, "after" the id of a message.`,
  );
  return withGiven(request, { after, password });
}

/**
 * Parses the payload of `message`, and the body of a POST once the room of its path is put in.
 *
 * @throws ChatError `invalid_request`, `invalid_room`, `invalid_username`, `invalid_message` or `message_too_long`
 */
export function parsePostRequest(payload: unknown): PostRequest {
  const fields = toRecord(payload);
  const request: PostRequest = {
    room: parseRoomName(fields["room"]),
    message: parseMessageText(fields["message"]),
  };
  // JSON has no undefined: a client in another language says null where it means nothing.
  if (isGiven(fields["username"])) request.username = parseUsername(fields["username"]);
  if (isGiven(fields["nonce"])) request.nonce = parseNonce(fields["nonce"]);
  if (isGiven(fields["password"])) request.password = parseBroughtPassword(fields["password"]);
  return request;
}

/**
 * Parses the payload of `history`.
 *
 * @throws ChatError `invalid_request` or `invalid_room`
 */
export function parseHistoryRequest(payload: unknown): HistoryRequest {
  return toHistoryRequest(parseFields(requestSchemas.history, payload, HISTORY_HINT));
}

/**
 * Parses the room of the path and the query of `GET /api/rooms/{room}/history`; `limit` is 50 where absent.
 *
 * @throws ChatError `invalid_request` or `invalid_room`
 */
export function parseHistoryQuery(room: unknown, query: unknown): HistoryRequest {
  const name = parseRoomName(room);
  const { limit = HTTP_PAGE_DEFAULT, ...ids } = parseFields(historyQuery, query, HISTORY_HINT);
  return parseHistoryRequest({ room: name, limit, ...ids });
}

/**
 * Parses the payload of `members`.
 *
 * @throws ChatError `invalid_request` or `invalid_room`
 */
export function parseMembersRequest(payload: unknown): RoomRequest {
  const hint = `The payload names a room; "password" is a text.`;
  const { room, password } = parseFields(requestSchemas.members, payload, hint);
  return withGiven({ room }, { password });
}

/**
 * Parses a payload of which only the room counts: `leave`.
 *
 * @throws ChatError `invalid_request` or `invalid_room`
 */
export function parseRoomRequest(payload: unknown): RoomRequest {
  return parseFields(requestSchemas.leave, payload, "The payload names a room.");
}

/**
 * Parses the payload of `typing`.
 *
 * @throws ChatError `invalid_request` or `invalid_room`
 */
export function parseTypingRequest(payload: unknown): TypingRequest {
  return parseFields(requestSchemas.typing, payload, `"typing" is true or false.`);
}

/**
 * The password of a private room, as somebody brings it.
 *
 * @throws ChatError `invalid_request`
 */
export function parseBroughtPassword(value: unknown): string {
  const parsed = v.safeParse(broughtPassword, value);
  if (parsed.success) return parsed.output;
  throw new ChatError("invalid_request", "A password is a text.");
}

/**
 * A nonce: 1 to 64 characters, any.
 *
 * @throws ChatError `invalid_request`
 */
export function parseNonce(value: unknown): string {
  const parsed = v.safeParse(nonce, value);
  if (parsed.success) return parsed.output;
  throw new ChatError("invalid_request", `A nonce is a text of 1 to ${NONCE_MAX} characters.`);
}

function toHistoryRequest(fields: v.InferOutput<typeof requestSchemas.history>): HistoryRequest {
  const { room, limit, before, after, password } = fields;
  if (before !== undefined && after !== undefined) {
    throw new ChatError("invalid_request", `Give "before" or "after", not both.`);
  }
  return withGiven({ room, limit }, { before, after, password });
}

function toRecord(payload: unknown): Record<string, unknown> {
  const parsed = v.safeParse(record, payload);
  if (parsed.success) return parsed.output;
  throw new ChatError("invalid_request", "The payload is an object.");
}

/**
 * The fields of a payload as a schema has them.
 *
 * @param hint says what is allowed, for what has no error of its own
 * @throws ChatError
 */
function parseFields<S extends v.GenericSchema>(
  schema: S,
  payload: unknown,
  hint: string,
): v.InferOutput<S> {
  const fields = withoutEmpty(toRecord(payload));
  const parsed = v.safeParse(schema, fields, { abortEarly: true });
  if (parsed.success) return parsed.output;
  const name = v.getDotPath(parsed.issues[0]) ?? "";
  PARSERS[name]?.(fields[name]);
  throw new ChatError("invalid_request", hint);
}

/** Without what says nothing: null, undefined, and the empty text of `?limit=`. */
function withoutEmpty(fields: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(fields).filter(([, value]) => isGiven(value) && value !== ""),
  );
}

/** Adds what is not undefined. */
function withGiven<T extends object, G extends Record<string, unknown>>(
  fields: T,
  given: G,
): T & { [Name in keyof G]?: Exclude<G[Name], undefined> } {
  const entries = Object.entries(given).filter(([, value]) => value !== undefined);
  return { ...fields, ...Object.fromEntries(entries) };
}

function isGiven(value: unknown): boolean {
  return value !== undefined && value !== null;
}
