// What a client says of itself when it connects.

import type { HandshakeAuth } from "@chat/protocol";

import type { ChatClientOptions } from "./types.ts";

/** The handshake of a client made with these options. */
export function toAuth({ username, token, secret }: ChatClientOptions): HandshakeAuth {
  return {
    username,
    ...(token !== undefined && { token }),
    ...(secret !== undefined && { secret }),
  };
}
