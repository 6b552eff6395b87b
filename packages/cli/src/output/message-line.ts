// How a room's entries look as lines of text, for pipes, `--plain` and the scripting commands.
// Knows no terminal: no escape sequences, no widths.

import { describeModerated, type Entry } from "@chat/client";
import { cleanForTerminal, type Message } from "@chat/protocol";

import { formatTime } from "./times.ts";

/** How a moment is written in front of a line. */
export interface LineClock {
  /** Milliseconds since the epoch. */
  now: () => number;
}

/**
 * A message as lines, `14:05 ops <carol> text`; a message of another day has its date in front. Each line of a
 * message of several begins the same way, so that no text can pass for a message of somebody else.
 */
export function toMessageLines(message: Message, clock: LineClock = { now: Date.now }): string[] {
  const stamp = toStamp(message.timestamp, clock.now());
  const head = `${stamp} ${message.room} <${cleanForTerminal(message.username)}>`;
  return cleanForTerminal(message.message)
    .split("\n")
    .map((line) => `${head} ${line}`.trimEnd());
}

/** An entry of a room as lines: a message, `14:05 ops -- carol joined`, or a hole. */
export function toEntryLines(
  room: string,
  entry: Entry,
  clock: LineClock = { now: Date.now },
): string[] {
  switch (entry.type) {
    case "message":
      return toMessageLines(entry.message, clock);
    case "gap":
      return [`--:-- ${room} -- some messages are missing here`];
    case "joined":
    case "left": {
      const stamp = toStamp(entry.timestamp, clock.now());
      return [`${stamp} ${room} -- ${cleanForTerminal(entry.username)} ${toVerb(entry)}`];
    }
    case "moderated":
      return [`${toStamp(entry.timestamp, clock.now())} ${room} -- ${toModerationWords(entry)}`];
  }
}

/** What a notice says happened. */
export function toVerb(entry: Extract<Entry, { type: "joined" | "left" }>): string {
  if (entry.type === "joined") return "joined";
  return entry.reason === "left" ? "left" : "left (connection lost)";
}

/** What an operator did, in words: `olga muted bob until 14:05`. */
export function toModerationWords(entry: Extract<Entry, { type: "moderated" }>): string {
  const words = describeModerated(entry, (at) => toStamp(at.toISOString(), Date.now()));
  return cleanForTerminal(words);
}

/** `14:05`, or `2026-11-21 14:05` where that was another day, in local time. */
function toStamp(timestamp: string, now: number): string {
  const moment = new Date(timestamp);
  const time = formatTime(moment);
  const day = toDay(moment);
  return day === toDay(new Date(now)) ? time : `${day} ${time}`;
}

/** `14:05` in local time. */
export function toClockTime(moment: Date): string {
  return `${twoDigits(moment.getHours())}:${twoDigits(moment.getMinutes())}`;
}

/** `2026-11-21` in local time. */
export function toDay(moment: Date): string {
  return `${moment.getFullYear()}-${twoDigits(moment.getMonth() + 1)}-${twoDigits(moment.getDate())}`;
}

function twoDigits(value: number): string {
  return value < 10 ? `0${value}` : String(value);
}
