// What putting an archived history into a room comes to. Pure. One rule: messages of two histories are never mixed.

import type { StoredMessage } from "../rooms/room-store.ts";

/** What is to be done. */
export type ImportPlan =
  /** The room shall hold these, of which so many are new to it. */
  | { type: "write"; messages: readonly StoredMessage[]; added: number }
  /** All that is archived is there, or was there and has made room for newer messages. */
  | { type: "nothing" }
  /** The room holds messages that are not from where the archive is from. */
  | { type: "conflict" };

/**
 * Compares the history of a room with an archived one, both oldest first. Where they are the same conversation, the
 * newer end of either is kept: an archive may be put in twice, and a later one after an earlier one.
 *
 * @param limit the most messages kept of a room, 1 or more
 */
export function planImport(
  there: readonly StoredMessage[],
  archived: readonly StoredMessage[],
  limit: number,
): ImportPlan {
  const newest = there.at(-1);
  if (archived.length === 0) return { type: "nothing" };
  if (!newest) return { type: "write", messages: archived.slice(-limit), added: archived.length };
  if (!isOneConversation(there, archived)) return { type: "conflict" };
  const newer = archived.filter(({ id }) => id > newest.id);
  if (newer.length === 0) return { type: "nothing" };
  return { type: "write", messages: [...there, ...newer].slice(-limit), added: newer.length };
}

/** Whether two histories are parts of one: the same where both reach, or the one directly behind the other. */
function isOneConversation(
  there: readonly StoredMessage[],
  archived: readonly StoredMessage[],
): boolean {
  const from = Math.max(firstId(there), firstId(archived));
  const to = Math.min(lastId(there), lastId(archived));
  const shared = there.filter(({ id }) => id >= from && id <= to);
  const same = archived.filter(({ id }) => id >= from && id <= to);
  if (shared.length === 0 && same.length === 0)
    return follows(there, archived) || follows(archived, there);
  return (
    shared.length === same.length && shared.every(({ json }, index) => json === same[index]?.json)
  );
}

function follows(later: readonly StoredMessage[], earlier: readonly StoredMessage[]): boolean {
  return later[0]?.prev === lastId(earlier);
}

function firstId(history: readonly StoredMessage[]): number {
  return history[0]?.id ?? 0;
}

function lastId(history: readonly StoredMessage[]): number {
  return history.at(-1)?.id ?? 0;
}
