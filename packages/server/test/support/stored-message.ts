// Stored messages for tests of the domain.

import type { StoredMessage } from "../../src/rooms/room-store.ts";

/** A stored message with a text of its own. */
export function storedMessage(id: number, prev: number, text = `text ${id}`): StoredMessage {
  const json = JSON.stringify({
    ...{ id, prev, room: "general", username: "ada", message: text },
    timestamp: "2026-01-01T00:00:00.000Z",
  });
  return { id, prev, json };
}
