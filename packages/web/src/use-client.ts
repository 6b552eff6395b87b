// The life of the client: made for a person, connected and in the remembered rooms while the chat is shown.

import { useEffect, useState } from "preact/hooks";
import { ChatClient } from "@chat/client";
import type { Identity, SavedState } from "./saved-state.ts";

/** A client for as long as this identity chats. */
export function useClient(identity: Identity, saved: SavedState): ChatClient {
  // Before anything is drawn: the connection opens while the page draws, and the first drawing shows the room.
  const [client] = useState(() => startClient(identity, saved));
  useEffect(
    () => () => {
      client.close().catch(() => {
        // Nothing is left to be told about it.
      });
    },
    [client],
  );
  return client;
}

/** Enters a room, where one is not in it already. How it goes is in the snapshot, a refusal too. */
export function enterRoom(client: ChatClient, room: string): void {
  if (!client.getSnapshot().rooms.has(room)) client.join(room).catch(() => {});
}

function startClient({ username, token }: Identity, saved: SavedState): ChatClient {
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
