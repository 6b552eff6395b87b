// The errors that the client makes of its connection's state.

import { ChatError } from "@chat/protocol";

import type { ConnectionError } from "./types.ts";

/** A refusal as it is thrown. `unreachable` is never one: it stands for a network that may come back. */
export function toChatError({ code, message }: ConnectionError): ChatError {
  return new ChatError(code === "unreachable" ? "unavailable" : code, message);
}

/** What is asked of a client that was closed. */
export function closedError(): ChatError {
  return new ChatError("unavailable", "The client was closed.", { retryable: false });
}
