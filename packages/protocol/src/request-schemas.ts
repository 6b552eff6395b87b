// The shapes of what a client may ask, as schemas: the server parses with them, and the documents for programs are made
// of them. What a broken rule is called is not known here.

import * as v from "valibot";

import type { RequestName } from "./events.ts";
import { NONCE_MAX, PAGE_MAX, PASSWORD_MAX } from "./limits.ts";
import { moderationRequest } from "./moderation-schemas.ts";
import { roomName, username } from "./name-schemas.ts";

export { roomName, username };

/** A message as it is handed over; `parseMessageText` cleans and measures it. */
export const messageText = v.string();
/** A nonce: 1 to 64 characters, any. */
export const nonce = v.pipe(v.string(), v.minLength(1), v.maxLength(NONCE_MAX));
/** The id of a message, or 0 for what is before the first. */
export const messageId = v.pipe(v.number(), v.safeInteger(), v.minValue(0));

/** The password of a private room as it is brought: whether it is the right one, the server says. */
export const broughtPassword = v.pipe(v.string(), v.maxLength(4 * PASSWORD_MAX));

const joinLimit = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(PAGE_MAX));
const pageLimit = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(PAGE_MAX));

/** The payload of each request. Fields that are not named are left alone. */
export const requestSchemas = {
  join: v.object({
    room: roomName,
    username,
    limit: v.optional(joinLimit, PAGE_MAX),
    after: v.optional(messageId),
    password: v.optional(broughtPassword),
  }),
  leave: v.object({ room: roomName }),
  message: v.object({
    room: roomName,
    message: messageText,
    username: v.optional(username),
    nonce: v.optional(nonce),
    password: v.optional(broughtPassword),
  }),
  history: v.object({
    room: roomName,
    before: v.optional(messageId),
    after: v.optional(messageId),
    limit: v.optional(pageLimit, PAGE_MAX),
    password: v.optional(broughtPassword),
  }),
  members: v.object({ room: roomName, password: v.optional(broughtPassword) }),
  moderate: moderationRequest,
  rooms: v.object({}),
  typing: v.object({ room: roomName, typing: v.boolean() }),
} satisfies Record<RequestName, v.GenericSchema>;
