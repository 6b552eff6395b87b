// The state of the connection in a person's words.

import type { ConnectionState } from "@chat/client";

/** How the connection stands, for the one who waits on it. */
export interface ConnectionText {
  /** A word or two. */
  short: string;
  /** A sentence on what it means, where it means anything. */
  long?: string;
  tone: "good" | "waiting" | "bad";
}

/** Says how the connection stands. */
export function toConnectionText({ status, error }: ConnectionState): ConnectionText {
  switch (status) {
    case "connected":
      return { short: "Connected", tone: "good" };
    case "idle":
    case "connecting":
      return error === undefined
        ? { short: "Connecting…", tone: "waiting" }
        : {
            short: "Connecting…",
            long: "The server does not answer yet. Trying again…",
            tone: "bad",
          };
    case "reconnecting":
      return {
        short: "Reconnecting…",
        long: "The connection is lost. What you send waits here and goes out when it is back.",
        tone: "bad",
      };
    case "refused":
      return {
        short: "Refused",
        long: error?.message ?? "The server refused the connection.",
        tone: "bad",
      };
    case "closed":
      return { short: "Disconnected", tone: "bad" };
  }
}
