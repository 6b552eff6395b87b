// A server that acknowledges a message which its store refused.

import { EmbeddedRoomStore } from "../../../packages/server/dist/stores/embedded/embedded-room-store.js";
import { RedisRoomStore } from "../../../packages/server/dist/stores/redis/redis-room-store.js";
import { replaceMethod } from "./replace-method.js";

let last = 0;

for (const { prototype } of [EmbeddedRoomStore, RedisRoomStore]) {
  replaceMethod(prototype, "append", (append, draft) =>
    append(draft).catch(() => {
      const { room, username, message } = draft;
      const id = (last = Math.max(last + 1, Date.now() * 1_000));
      const timestamp = new Date().toISOString();
      const json = JSON.stringify({ id, prev: 0, room, username, message, timestamp });
      return { message: { id, prev: 0, json }, repeated: false };
    }),
  );
}
