// What putting an archived history into a room comes to. Pure. One rule: messages of two histories are never mixed.

import { isErased, toErased } from "../rooms/erasure.ts";
import type { StoredMessage } from "../rooms/room-store.ts";

/** What is to be done. */
export type ImportPlan =
  /** The room shall hold these, of which so many are new to it, or were changed. */
  | { type: "write"; messages: readonly StoredMessage[]; added: number }
  /** All that is archived is there, or was there and has made room for newer messages. */
  | { type: "nothing" }
  /** The room holds messages that are not from where the archive is from. */
  | { type: "conflict" };

/**
 * Compares the history of a room with an archived one, both oldest first. Where they are the same conversation, the
 * newer end of either is kept, and a text that was taken away on either side stays away: an archive may be put in twice,
 * and a later one after an earlier one.
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
  const { messages, erased } = eraseAlike(there, archived);
  const added = newer.length + erased;
  if (added === 0) return { type: "nothing" };
  return { type: "write", messages: [...messages, ...newer].slice(-limit), added };
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
  if (shared.length === 0 && same.length === 0) {
    return follows(there, archived) || follows(archived, there);
  }
  return (
    shared.length === same.length && shared.every((one, index) => isSame(one, same[index] ?? one))
  );
}

/** A text that was taken away on one side was the same message before. */
function isSame(one: StoredMessage, other: StoredMessage): boolean {
  if (one.json === other.json) return true;
  return (isErased(one) || isErased(other)) && toErased(one).json === toErased(other).json;
}

/** The history without the texts that were taken away where it is archived from. */
function eraseAlike(
  there: readonly StoredMessage[],
  archived: readonly StoredMessage[],
): { messages: readonly StoredMessage[]; erased: number } {
  const gone = new Map(archived.filter(isErased).map((message) => [message.id, message]));
  const replaced = there.filter((message) => gone.has(message.id) && !isErased(message));
  if (replaced.length === 0) return { messages: there, erased: 0 };
  const messages = there.map((message) => gone.get(message.id) ?? message);
  return { messages, erased: replaced.length };
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
