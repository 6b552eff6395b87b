// The errors of the chat as values: a code for programs, a sentence for people.
// Knows neither sockets nor HTTP; the edges alone turn these into acknowledgements and statuses.

/**
 * Every code an acknowledgement, a `chat_error`, a `connect_error` or an HTTP error body may carry.
 *
 * - `invalid_room`, `invalid_username`, `invalid_message`, `message_too_long`: the text rules of the contract
 * - `invalid_request`: the payload has the wrong shape or a number out of range
 * - `username_mismatch`: the name differs from the one this connection joined the room with
 * - `username_taken`: the name is somebody else's, or looks like that of somebody in the room
 * - `muted`, `room_closed`: an operator lets this name, or everybody, read and not speak
 * - `banned`: an operator lets this name or address into the room no more for a time
 * - `kicked`: an operator took this name out of the room. Never answered: a client says it of itself
 * - `forbidden`: only operators may do this, or nobody may do it to one
 * - `password_required`, `wrong_password`: the room is private
 * - `not_joined`: only a member of the room may do this
 * - `not_found`: no such endpoint, no such message
 * - `method_not_allowed`: the endpoint exists, but not for this method
 * - `payload_too_large`: the request body is larger than the server reads
 * - `unauthorized`: the server asks for a token
 * - `forbidden_origin`: a page of another origin
 * - `rate_limited`: too much at once; `retryAfterMs` says when to come back
 * - `limit_reached`: as many as there may be: rooms of a connection, members of a room, rooms of the server
 * - `unavailable`: the store is out of reach or the server is closing; the same request may work later
 * - `internal`: a fault of the server, logged there under the id in the message
 */
export const chatErrorCodes = [
  "invalid_room",
  "invalid_username",
  "invalid_message",
  "message_too_long",
  "invalid_request",
  "username_mismatch",
  "username_taken",
  "muted",
  "room_closed",
  "banned",
  "kicked",
  "forbidden",
  "password_required",
  "wrong_password",
  "not_joined",
  "not_found",
  "method_not_allowed",
  "payload_too_large",
  "unauthorized",
  "forbidden_origin",
  "rate_limited",
  "limit_reached",
  "unavailable",
  "internal",
] as const;

/** One of {@link chatErrorCodes}. */
export type ChatErrorCode = (typeof chatErrorCodes)[number];

/** An error as it travels: in acknowledgements, `chat_error` events and HTTP bodies. */
export interface WireError {
  code: ChatErrorCode;
  /** A sentence for a person that says what to do. */
  message: string;
  /** Milliseconds after which the same request may succeed. */
  retryAfterMs?: number;
}

/** An error that the chat expects and can name. Anything else that is thrown is a bug. */
export class ChatError extends Error {
  /** What a program decides by. */
  readonly code: ChatErrorCode;
  /** Whether the very same request may succeed later. */
  readonly retryable: boolean;
  /** Milliseconds to wait before a retry, where the thrower knows. */
  readonly retryAfterMs: number | undefined;

  constructor(
    code: ChatErrorCode,
    message: string,
    options: { retryable?: boolean; retryAfterMs?: number; cause?: unknown } = {},
  ) {
    super(message, options);
    this.name = "ChatError";
    this.code = code;
    this.retryable = options.retryable ?? isRetryable(code);
    this.retryAfterMs = options.retryAfterMs;
  }

  /** The error as it travels. */
  toWire(): WireError {
    const wire: WireError = { code: this.code, message: this.message };
    if (this.retryAfterMs !== undefined) wire.retryAfterMs = this.retryAfterMs;
    return wire;
  }
}

/**
 * Whether a request that failed with this code may succeed when it is simply sent again.
 * Codes a newer server may invent are not retried.
 */
export function isRetryable(code: string): boolean {
  return code === "unavailable" || code === "rate_limited";
}
