// The words of the screen's edges: who is typing, how the connection stands, where text goes. Pure; knows no styles.

import type { ConnectionState } from "@chat/client";
import { cleanForTerminal } from "@chat/protocol";

import { formatDuration } from "../duration.ts";
import { textWidth } from "../output/text-width.ts";

/** How something stands, for its colour. */
export type Tone = "good" | "wait" | "bad";

/** How the connection stands, in words. */
export function connectionWords(
  connection: ConnectionState,
  now: number,
): { text: string; tone: Tone } {
  switch (connection.status) {
    case "connected":
      return { text: "● connected", tone: "good" };
    case "idle":
    case "connecting":
      return { text: "○ connecting", tone: "wait" };
    case "reconnecting": {
      const since = Math.max(0, now - connection.since);
      const wait = since < 1_000 ? "" : ` for ${formatDuration(since)}`;
      return { text: `○ connection lost${wait}, trying again`, tone: "wait" };
    }
    case "refused":
      return {
        text: `✗ refused: ${cleanForTerminal(connection.error?.message ?? "by the server").replaceAll("\n", " ")}`,
        tone: "bad",
      };
    case "closed":
      return { text: "✗ closed", tone: "bad" };
  }
}

/** Who is typing; empty where nobody is. */
export function typingWords(names: readonly string[]): string {
  const [first, second, ...others] = names.map(cleanForTerminal);
  if (first === undefined) return "";
  if (second === undefined) return `${first} is typing…`;
  if (others.length === 0) return `${first} and ${second} are typing…`;
  return `${first}, ${second} and ${others.length} more are typing…`;
}

/** What stands in front of the input; little where there is little room, or where widths are in doubt. */
export function toPrompt(room: string, username: string, columns: number): string {
  const prompt = `[${room}] ${username}> `;
  return textWidth(prompt) === prompt.length && prompt.length * 3 <= columns ? prompt : "> ";
}
