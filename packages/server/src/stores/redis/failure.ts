// What a failure of Redis is to the chat: nearly always "not now", with the same request welcome again.

import { ChatError } from "@chat/protocol";

/** Errors of Redis itself that do not pass by waiting: somebody else's data, or a fault in a script. */
const LASTING = /^(WRONGTYPE|ERR |NOPERM|CROSSSLOT)/;

/** The ChatError for an error of ioredis: `unavailable`, or `internal` where waiting would not help. */
export function toChatError(error: unknown): ChatError {
  if (error instanceof ChatError) return error;
  const message = error instanceof Error ? error.message : String(error);
  if (LASTING.test(message)) {
    return new ChatError("internal", "The store refused the request.", { cause: error });
  }
  return new ChatError(
    "unavailable",
    "The message store cannot be reached. Try again in a moment.",
    {
      cause: error,
    },
  );
}
