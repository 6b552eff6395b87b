// The choice of a page from a history, what is certain about it, and its JSON. Pure; stores, tails and edges share it.

import type { Page, PageQuery, StoredMessage } from "./room-store.ts";

/**
 * The part of `history` (the whole of what is kept, oldest first) that `query` asks for.
 *
 * `complete` follows the contract: true only where it is certain that nothing between `after`, else the beginning of
 * the room, and the first message of the page is missing. A message's `prev` is the witness: it names the message
 * before it. `prev` 0 says that the history was empty then, which proves nothing to somebody who had seen a message.
 */
export function selectPage(history: readonly StoredMessage[], query: PageQuery): Page {
  if (query.after !== undefined) return selectAfter(history, query.after, query);
  const end = query.before === undefined ? history.length : firstFrom(history, query.before);
  const start = Math.max(0, end - query.limit);
  // An empty page begins where it ends: then the message behind it bears witness, if there is one.
  const complete = history.length === 0 || history[start]?.prev === 0;
  return { messages: history.slice(start, end), complete };
}

function selectAfter(history: readonly StoredMessage[], after: number, query: PageQuery): Page {
  const from = firstFrom(history, after + 1);
  const newer = history.length - from;
  const cut = query.side === "newest" ? Math.max(0, newer - query.limit) : 0;
  const messages = history.slice(from + cut, from + cut + query.limit);
  if (newer === 0) {
    // Certain only if the last thing seen is still the last there is.
    return { messages, complete: (history.at(-1)?.id ?? 0) === after };
  }
  const first = history[from] as StoredMessage;
  const joined = first.prev === after || (first.prev !== 0 && first.prev < after);
  return { messages, complete: joined && cut === 0 };
}

/** The index of the first message whose id is `id` or greater. */
function firstFrom(history: readonly StoredMessage[], id: number): number {
  let low = 0;
  let high = history.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((history[middle] as StoredMessage).id < id) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The payload of `room_history`, spliced together from stored JSON. */
export function toHistoryJson(room: string, page: Page): string {
  const messages = page.messages.map((message) => message.json).join(",");
  return `{"room":${JSON.stringify(room)},"messages":[${messages}],"complete":${String(page.complete)}}`;
}
