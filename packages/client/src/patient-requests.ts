// Asking again what the server refused because it was too much at once. Knows how to ask and how to wait; not the socket.

import { ChatError } from "@chat/protocol";

import { pause, type Clock } from "./clock.ts";
import type { Ask } from "./server-requests.ts";

/** How often a request is asked again. */
const AGAIN_MAX = 3;
/** The longest wait that somebody who looks on is left with, in milliseconds. */
const WAIT_MAX_MS = 5_000;
/** What only reads. All else has those who drive it, and who know better what to wait for. */
const READS = new Set(["history", "members", "rooms"]);

/** What the patience needs of the world. */
export interface PatiencePorts {
  clock: Clock;
  /** From 0 up to 1. */
  random: () => number;
}

/** An `ask` that waits as long as the server says where it was asked too much to read, and asks again. */
export function withPatience(ask: Ask, { clock, random }: PatiencePorts): Ask {
  const never = new AbortController().signal;
  return async (event, payload) => {
    for (let again = 0; ; again++) {
      try {
        return await ask(event, payload);
      } catch (error) {
        const wait = waitAfter(error);
        if (wait === undefined || again === AGAIN_MAX || !READS.has(event)) throw error;
        // Spread, so that many who were refused together do not come back together.
        await pause(clock, wait * (1 + random() / 4), never);
      }
    }
  };
}

function waitAfter(error: unknown): number | undefined {
  if (!(error instanceof ChatError) || error.code !== "rate_limited") return undefined;
  const wait = error.retryAfterMs ?? 0;
  return wait > WAIT_MAX_MS ? undefined : wait;
}
