// The rule for passwords of private rooms, and how one stands in a header. What becomes of it is the server's affair.

import { ChatError } from "./errors.ts";
import { PASSWORD_MAX, PASSWORD_MIN } from "./limits.ts";
import { countCodePoints } from "./names.ts";

/**
 * The password that a room gets: 4 to 128 code points, no control characters. In NFC, whatever it came in.
 *
 * @throws ChatError `invalid_request`
 */
export function parseRoomPassword(value: unknown): string {
  const text = typeof value === "string" ? value.normalize("NFC") : "";
  const length = countCodePoints(text);
  if (length >= PASSWORD_MIN && length <= PASSWORD_MAX && !/[\p{Cc}\p{Cs}]/u.test(text)) {
    return text;
  }
  throw new ChatError(
    "invalid_request",
    `A room's password has ${PASSWORD_MIN} to ${PASSWORD_MAX} characters, and no control characters.`,
  );
}

/** The header `Chat-Room-Password` for a password: percent-encoded UTF-8, since headers carry ASCII alone. */
export function toPasswordHeader(password: string): string {
  return encodeURIComponent(password);
}

/** The password in a header; as it stands there where it is not percent-encoded. */
export function readPasswordHeader(header: string): string {
  try {
    return decodeURIComponent(header);
  } catch {
    return header;
  }
}
