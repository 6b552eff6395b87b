// `--format '{time} {user}: {text}'`: one line a message, as somebody wants it.

import { cleanForTerminal, type Message } from "@chat/protocol";

import { CommandError, ExitStatus } from "../exit-status.ts";
import { toClockTime, toDay } from "../output/message-line.ts";

const FIELDS = new Map<string, (message: Message) => string>([
  ["time", ({ timestamp }) => toClockTime(new Date(timestamp))],
  ["date", ({ timestamp }) => toDay(new Date(timestamp))],
  ["timestamp", ({ timestamp }) => timestamp],
  ["id", ({ id }) => String(id)],
  ["room", ({ room }) => room],
  ["user", ({ username }) => username],
  ["text", ({ message }) => message],
]);

/**
 * Reads a format. Line breaks in a message become blanks, so that a line is a message.
 *
 * @throws CommandError `usage` for a field that there is not
 */
export function readFormat(format: string): (message: Message) => string {
  for (const [, name = ""] of format.matchAll(/\{(\w+)\}/g)) {
    if (FIELDS.has(name)) continue;
    throw new CommandError(
      ExitStatus.usage,
      `--format knows no {${name}}; there are ${[...FIELDS.keys()].map((key) => `{${key}}`).join(" ")}`,
    );
  }
  return (message) =>
    format.replace(/\{(\w+)\}/g, (_whole, name: string) =>
      cleanForTerminal(FIELDS.get(name)?.(message) ?? "").replaceAll("\n", " "),
    );
}
