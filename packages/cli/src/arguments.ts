// Reading what commands are given: names, numbers and durations as people type them. Knows no command.

import { isUsername, parseRoomName } from "@chat/protocol";

import { parseDuration } from "./duration.ts";
import { CommandError, ExitStatus } from "./exit-status.ts";

/**
 * A room as typed: keyboards differ in how they compose letters, so it is brought into the form the server takes. Many
 * write a `#` in front.
 *
 * @throws ChatError `invalid_room`
 */
export function readRoom(text: string): string {
  return parseRoomName(text.normalize("NFC").replace(/^#/, ""));
}

/**
 * Rooms as typed, each once, in the order given.
 *
 * @throws ChatError `invalid_room`
 */
export function readRooms(texts: readonly string[]): string[] {
  return [...new Set(texts.map(readRoom))];
}

/**
 * A whole number within bounds.
 *
 * @throws CommandError `usage`
 */
export function readNumber(flag: string, text: string, min: number, max: number): number {
  const value = /^\d{1,15}$/.test(text) ? Number(text) : Number.NaN;
  if (value >= min && value <= max) return value;
  throw new CommandError(
    ExitStatus.usage,
    `${flag} is a whole number from ${min} to ${max}, not "${text}"`,
  );
}

/**
 * A duration in milliseconds, undefined where the flag is absent.
 *
 * @throws CommandError `usage`
 */
export function readDuration(flag: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const milliseconds = parseDuration(text);
  if (milliseconds !== undefined) return milliseconds;
  throw new CommandError(
    ExitStatus.usage,
    `${flag} is a duration such as 500ms, 30s, 5m or 2h, not "${text}"`,
  );
}

/**
 * A name of somebody, as typed.
 *
 * @throws CommandError `usage`
 */
export function readName(flag: string, text: string): string {
  const name = text.normalize("NFC");
  if (isUsername(name)) return name;
  throw new CommandError(ExitStatus.usage, `${flag} is the name of somebody, not "${text}"`);
}

/**
 * A regular expression, as JavaScript has them, Unicode-aware; undefined where the flag is absent.
 *
 * @throws CommandError `usage`
 */
export function readPattern(
  flag: string,
  text: string | undefined,
  ignoreCase = false,
): RegExp | undefined {
  if (text === undefined) return undefined;
  try {
    return new RegExp(text, ignoreCase ? "iu" : "u");
  } catch (error) {
    throw new CommandError(ExitStatus.usage, `${flag} is a regular expression, not "${text}"`, {
      cause: error,
    });
  }
}
