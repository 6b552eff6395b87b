// Reading the messages of a room over HTTP, page by page. Knows no output.

import { PAGE_MAX, readMessage, type Message } from "@chat/protocol";

import { askServer } from "./http/ask-server.ts";
import type { Settings } from "./settings.ts";

/**
 * The newest `count` messages of a room, oldest first; fewer where the history holds fewer.
 *
 * @throws ChatError, UnreachableError
 */
export async function readNewest(
  settings: Settings,
  room: string,
  count: number,
): Promise<Message[]> {
  let messages: Message[] = [];
  while (messages.length < count) {
    const limit = Math.min(PAGE_MAX, count - messages.length);
    const before = messages[0] === undefined ? "" : `&before=${messages[0].id}`;
    const answer = await askServer(settings, {
      path: `/api/rooms/${encodeURIComponent(room)}/history?limit=${limit}${before}`,
    });
    const page = readPage(answer["messages"]);
    messages = [...page, ...messages];
    // A page that is not full is the history's beginning.
    if (page.length < limit) break;
  }
  return messages;
}

/**
 * Everything newer than an id, oldest first, and whether it is certain that nothing between that and the first is
 * missing.
 *
 * @throws ChatError, UnreachableError
 */
export async function readAfter(
  settings: Settings,
  room: string,
  id: number,
): Promise<{ messages: Message[]; complete: boolean }> {
  const messages: Message[] = [];
  let complete: boolean | undefined;
  for (let after = id; ; after = messages.at(-1)?.id ?? after) {
    const answer = await askServer(settings, {
      path: `/api/rooms/${encodeURIComponent(room)}/history?limit=${PAGE_MAX}&after=${after}`,
    });
    complete ??= answer["complete"] === true;
    const page = readPage(answer["messages"]);
    messages.push(...page);
    if (page.length < PAGE_MAX) return { messages, complete };
  }
}

/** Entries that are no messages are skipped: a server is not trusted to send nothing else. */
function readPage(value: unknown): Message[] {
  if (!Array.isArray(value)) return [];
  return value.map(readMessage).filter((message) => message !== undefined);
}
