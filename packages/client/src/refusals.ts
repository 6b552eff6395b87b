// What a status says of a handshake that was refused before Socket.IO has a word: that happens over polling alone. An
// entry of its own, for what opens sockets; knows none.

import type { WireError } from "@chat/protocol";

/** The refusal that a status of HTTP stands for, undefined where it stands for none. */
export function readRefusedStatus(status: unknown): WireError | undefined {
  switch (status) {
    case 401:
      return { code: "unauthorized", message: "The server asks for a token." };
    case 403:
      return {
        code: "forbidden_origin",
        message: "The server does not let pages of this address in.",
      };
    case 429:
      return { code: "rate_limited", message: "Too many connections from this address." };
    default:
      return undefined;
  }
}
