// Counts what one has not read in a room. Pure.

import type { Entry } from "@chat/client";
import { isMention } from "./mentions.ts";

/** What waits to be read in a room. */
export interface Unread {
  /** Messages by others, at most {@link UNREAD_MAX}. */
  count: number;
  /** Whether one of them calls the reader by name. */
  mentioned: boolean;
}

/** Counting ends here: a badge says no more than `99+`, and a flood is not counted whole at every frame. */
export const UNREAD_MAX = 100;

const NONE: Unread = { count: 0, mentioned: false };

/** @param readUpTo the id of the last message read; undefined where nothing counts as unread yet */
export function countUnread(
  entries: readonly Entry[],
  readUpTo: number | undefined,
  username: string,
): Unread {
  if (readUpTo === undefined) return NONE;
  let count = 0;
  let mentioned = false;
  for (let i = entries.length - 1; i >= 0 && count < UNREAD_MAX; i--) {
    const entry = entries[i];
    if (entry?.type !== "message") continue;
    if (entry.message.id <= readUpTo) break;
    if (entry.message.username === username) continue;
    count++;
    mentioned ||= isMention(entry.message.message, username);
  }
  return count === 0 ? NONE : { count, mentioned };
}

/** All that waits, together. */
export function sumUnread(parts: readonly Unread[]): Unread {
  const count = parts.reduce((sum, part) => sum + part.count, 0);
  return { count: Math.min(count, UNREAD_MAX), mentioned: parts.some((part) => part.mentioned) };
}

/** A count as a badge shows it. */
export function toBadge(count: number): string {
  return count >= UNREAD_MAX ? `${UNREAD_MAX - 1}+` : String(count);
}
