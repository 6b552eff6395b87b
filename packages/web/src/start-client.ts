// The client of somebody who chats: connected, and in the remembered rooms.

import { ChatClient } from "@chat/client";
import type { Identity, SavedState } from "./saved-state.ts";

/** A client that begins to connect at once. To be closed when it is no longer used. */
export function startClient({ username, token }: Identity, saved: SavedState): ChatClient {
  const client = new ChatClient({
    url: location.origin,
    username,
    secret: saved.loadSecret(),
    outboxStorage: saved.outboxOf(username),
    ...(token === undefined ? {} : { token }),
  });
  client.connect();
  for (const room of saved.loadRooms()) enterRoom(client, room);
  return client;
}

/** Enters a room, where one is not in it already. How it goes is in the snapshot, a refusal too. */
export function enterRoom(client: ChatClient, room: string): void {
  if (!client.getSnapshot().rooms.has(room)) client.join(room).catch(() => {});
}
