// What operators do in rooms, as everybody there is told of it.

/** What an operator can do. */
export const moderationActions = [
  "delete",
  "kick",
  "mute",
  "unmute",
  "ban",
  "unban",
  "close",
  "open",
  "topic",
  "password",
] as const;

/** One of {@link moderationActions}. */
export type ModerationAction = (typeof moderationActions)[number];

/** An operator did something: the payload of `moderated`. */
export interface Moderated {
  room: string;
  action: ModerationAction;
  /** The operator. Absent where a server learned only later what had been done. */
  by?: string;
  /** Whom it is about: `kick`, `mute`, `unmute`, and a `ban` or `unban` that is not of an address. */
  username?: string;
  /** The message that was deleted. */
  id?: number;
  reason?: string;
  /** When a mute or ban ends: ISO 8601, UTC, milliseconds. */
  until?: string;
  /** With `topic`; empty where it was taken away. */
  topic?: string;
  /** With `password`: whether the room has one now. */
  private?: boolean;
  /** ISO 8601, UTC, milliseconds, ending in `Z`. */
  timestamp: string;
}
