// The rules for room names and usernames. Source: the contract's table "Names and text".

import { ChatError } from "./errors.ts";
import { ROOM_NAME_MAX, USERNAME_MAX } from "./limits.ts";

const SHAPE = /^[\p{L}\p{Nd}][\p{L}\p{M}\p{Nd}\-_.]*$/u;
// Variation selectors and fillers count as marks and letters in Unicode, but nobody sees them:
// two names that look the same must be the same.
const INVISIBLE = /\p{Default_Ignorable_Code_Point}/u;
/** What is two units in UTF-16 and one code point. */
const PAIRS = /[\ud800-\udbff][\udc00-\udfff]/g;

/** Whether `value` is a room name: see {@link parseRoomName}. */
export function isRoomName(value: unknown): value is string {
  return isName(value, ROOM_NAME_MAX);
}

/** Whether `value` is a username: see {@link parseUsername}. */
export function isUsername(value: unknown): value is string {
  return isName(value, USERNAME_MAX);
}

/**
 * A room name: 1 to 64 code points of Unicode letters, marks and digits, `-`, `_` and `.`, beginning with a
 * letter or digit, in NFC, nothing invisible. Case matters.
 *
 * @throws ChatError `invalid_room`
 */
export function parseRoomName(value: unknown): string {
  if (isRoomName(value)) return value;
  throw new ChatError(
    "invalid_room",
    `A room name has 1 to ${ROOM_NAME_MAX} letters, digits, "-", "_" or ".", and begins with a letter or digit.`,
  );
}

/**
 * A username: the same rule as a room name, 1 to 32 code points.
 *
 * @throws ChatError `invalid_username`
 */
export function parseUsername(value: unknown): string {
  if (isUsername(value)) return value;
  throw new ChatError(
    "invalid_username",
    `A username has 1 to ${USERNAME_MAX} letters, digits, "-", "_" or ".", and begins with a letter or digit.`,
  );
}

function isName(value: unknown, max: number): value is string {
  if (typeof value !== "string") return false;
  // A code point takes at most two units: what is longer cannot fit, and need not be scanned.
  if (value.length === 0 || value.length > max * 2) return false;
  if (!SHAPE.test(value) || INVISIBLE.test(value)) return false;
  return value.normalize("NFC") === value && (value.length <= max || countCodePoints(value) <= max);
}

/** The length of a text in Unicode code points, the unit of every limit on text. */
export function countCodePoints(text: string): number {
  return text.length - (text.match(PAIRS)?.length ?? 0);
}
