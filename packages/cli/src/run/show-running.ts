// Shows in a room that something runs: its user is a member and "types". For people to see only: without a server,
// or where it refuses, nothing is shown, and nobody waits for it.

import { ChatClient } from "@chat/client";

import type { Settings } from "../settings.ts";

/** Faces forget who types after some seconds. */
const AGAIN_MS = 3_000;

/** Begins to show it. Returns how to end it. */
export function showRunning(
  settings: Settings,
  room: string,
  username: string,
): () => Promise<void> {
  const client = new ChatClient({
    ...{ url: settings.server, username, backlog: 0 },
    ...(settings.token !== undefined && { token: settings.token }),
  });
  client.connect();
  const type = (): void => client.setTyping(room, true);
  client.join(room).then(type, () => {});
  const timer = setInterval(type, AGAIN_MS);
  return async () => {
    clearInterval(timer);
    await client.close();
  };
}
