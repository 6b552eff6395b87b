// The numbers of the contract that both ends of the wire must agree on.
// Knows nothing of configuration: what a server may set lives in its own configuration.

/** The longest room name, in Unicode code points. */
export const ROOM_NAME_MAX = 64;
/** The longest username, in Unicode code points. */
export const USERNAME_MAX = 32;
/** The longest message after clean-up, in Unicode code points. */
export const MESSAGE_MAX = 4_000;
/** The longest nonce, in UTF-16 code units. */
export const NONCE_MAX = 64;
/** How long a nonce marks the same message, in milliseconds. */
export const NONCE_WINDOW_MS = 5 * 60_000;
/** The most messages one `join` or `history` answers with, and the default of `join`. */
export const PAGE_MAX = 100;
/** How many messages the HTTP history answers with where `limit` is absent. */
export const HTTP_PAGE_DEFAULT = 50;
/** The port a server listens on where none is given. */
export const DEFAULT_PORT = 8000;
/** The longest topic and the longest reason of an operator, in Unicode code points. */
export const REASON_MAX = 200;
/** The longest time that somebody is muted or banned for, in seconds: 365 days. */
export const PENALTY_MAX_S = 365 * 86_400;
/** The shortest and the longest password of a private room, in Unicode code points. */
export const PASSWORD_MIN = 4;
export const PASSWORD_MAX = 128;
