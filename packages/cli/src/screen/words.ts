// The words of the screen's edges: who is here, who is typing, how the connection stands. Pure; knows no styles.

import type { ConnectionState, RoomSnapshot } from "@chat/client";
import { cleanForTerminal } from "@chat/protocol";

import { formatDuration } from "../duration.ts";

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

/** A room's title: its name, and how many are in it. */
export function titleWords(room: RoomSnapshot): { name: string; here: string } {
  const name = `#${room.room}`;
  if (room.status === "joining") return { name, here: "entering" };
  return { name, here: `${room.members.length} here` };
}
