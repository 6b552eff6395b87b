// What somebody is told who is over a limit.

import { ChatError, type WireError } from "@chat/protocol";

import type { RateName } from "./limit-table.ts";

/** A refusal: the limit that was met, and the milliseconds until it may go on. */
export interface Refused {
  limit: RateName;
  retryAfterMs: number;
}

const TOO_MANY: Readonly<Record<string, string>> = {
  messages: "Too many messages at once",
  posts: "Too many messages at once",
  joins: "Too many rooms joined at once",
  typing: "Too much typing told at once",
  reads: "Too many requests at once",
  connects: "Too many new connections at once",
  refusals: "Too many requests at once",
};
const WHOSE: Readonly<Record<string, string>> = {
  name: " under this name",
  address: " from your address",
};

/** The sentence for a limit. */
function toSentence(limit: RateName): string {
  const [act = "", whose = ""] = limit.split("-per-");
  return `${TOO_MANY[act] ?? TOO_MANY["reads"]}${WHOSE[whose] ?? ""}. Wait a moment.`;
}

/** A refusal as it travels. Made without an error: whoever floods makes many. */
export function toWireError({ limit, retryAfterMs }: Refused): WireError {
  return { code: "rate_limited", message: toSentence(limit), retryAfterMs };
}

/** The error `rate_limited` for a refusal. */
export function toRateLimited({ limit, retryAfterMs }: Refused): ChatError {
  return new ChatError("rate_limited", toSentence(limit), { retryAfterMs });
}
