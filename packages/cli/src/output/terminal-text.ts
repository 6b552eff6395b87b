// The text of a message by itself, as data on standard output. Knows no lines of a log.

import { cleanForTerminal } from "@chat/protocol";

/** The text as it is in a pipe; at a terminal without what could deceive the person. */
export function toTerminalText(text: string): string {
  return process.stdout.isTTY ? cleanForTerminal(text) : text;
}
