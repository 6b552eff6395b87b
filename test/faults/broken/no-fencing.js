// A server that never notices that it was taken for dead, or forgotten.

import { RedisRoomStore } from "../../../packages/server/dist/stores/redis/redis-room-store.js";
import { BEAT } from "../../../packages/server/dist/stores/redis/scripts.js";
import { changeScript } from "./redis-scripts.js";
import { replaceMethod } from "./replace-method.js";

// It finds the beat that it set itself, whatever is there.
const own = "return ARGV[2] ~= '1' and string.format('%d', ARGV[2] - 1) or nil";
changeScript(BEAT, "return before", own);

// Nor does it compare what it has with the store, which would mend it within half a minute.
replaceMethod(RedisRoomStore.prototype, "reconcile", async (reconcile, room, sessions) => {
  if (sessions.size === 0) return reconcile(room, sessions);
  throw new Error("not compared");
});
