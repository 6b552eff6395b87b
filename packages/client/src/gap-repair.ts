// Fills the holes of a room's log from the server's history, and gives up on what it cannot have. Knows the log and
// how to ask for a page; not the socket.

import { ChatError, type RoomHistory } from "@chat/protocol";

import { backOff } from "./back-off.ts";
import { pause, type Clock } from "./clock.ts";
import type { RoomLog } from "./room-log.ts";
import type { Entry } from "./types.ts";

/** How often in a row a page may bring nothing before a hole counts as one for good. */
export const FRUITLESS_MAX = 5;
/** How often in a row a page may not be had: about half a minute, in which a store comes back. */
export const FAILED_MAX = 12;
const BETWEEN_TRIES = { first: 200, most: 3_000 };

/** What the repair needs of the world. */
export interface GapRepairPorts {
  clock: Clock;
  /** From 0 up to 1. */
  random: () => number;
  /** The oldest messages behind an id. Rejects where they cannot be had now. */
  fetchPage: (after: number) => Promise<RoomHistory>;
  /** Hears what came to the log's end. */
  appended: (entries: Entry[]) => void;
}

/**
 * Asks for what is missing until the log has no hole or `signal` aborts; what the server no longer has becomes a gap
 * in the log. A page that brings nothing is asked for again: a server's history may trail what it announces. Never
 * rejects.
 */
export async function repairGaps(
  log: RoomLog,
  { clock, random, fetchPage, appended }: GapRepairPorts,
  signal: AbortSignal,
): Promise<void> {
  let fruitless = 0;
  let failed = 0;
  while (log.hole && !signal.aborted) {
    const after = log.lastId;
    const page = await fetchPage(after).catch(toError);
    if (signal.aborted) return;
    if (page instanceof Error) failed++;
    else {
      failed = 0;
      fruitless++;
      appended(log.fill(after, page));
    }
    if (log.lastId > after) fruitless = 0;
    else if (fruitless >= FRUITLESS_MAX || failed >= FAILED_MAX || isFinal(page)) {
      appended(log.giveUp());
      fruitless = failed = 0;
    } else {
      const wait = backOff(Math.max(fruitless, failed), BETWEEN_TRIES, random());
      await pause(clock, Math.max(wait, waitOf(page)), signal);
    }
  }
}

function toError(thrown: unknown): Error {
  return thrown instanceof Error ? thrown : new Error(String(thrown));
}

function isFinal(page: RoomHistory | Error): boolean {
  return page instanceof ChatError && !page.retryable;
}

function waitOf(page: RoomHistory | Error): number {
  return page instanceof ChatError ? (page.retryAfterMs ?? 0) : 0;
}
