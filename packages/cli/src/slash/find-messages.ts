// Looking for a text in all that the server keeps of a room. Knows the client alone.

import type { ChatClientApi, RoomSnapshot } from "@chat/client";
import type { Message } from "@chat/protocol";

/** A history is short by design; a server that never comes to its end is not asked for ever. */
const PAGES_MAX = 100;

/**
 * The messages of a joined room in which a text stands, oldest first; upper and lower case are one. Loads what is
 * older first, so that every hit is in the snapshot.
 *
 * @param ignored whose messages do not count
 * @throws ChatError where older messages cannot be had
 */
export async function findMessages(
  client: ChatClientApi,
  room: string,
  text: string,
  ignored: readonly string[],
): Promise<Message[]> {
  for (let page = 0; page < PAGES_MAX && look(client, room)?.older === "maybe"; page++) {
    await client.loadOlder(room);
  }
  const wanted = fold(text);
  return (look(client, room)?.entries ?? []).flatMap((entry) => {
    if (entry.type !== "message" || ignored.includes(entry.message.username)) return [];
    return fold(entry.message.message).includes(wanted) ? [entry.message] : [];
  });
}

function look(client: ChatClientApi, room: string): RoomSnapshot | undefined {
  return client.getSnapshot().rooms.get(room);
}

function fold(text: string): string {
  return text.normalize("NFKC").toLowerCase();
}
