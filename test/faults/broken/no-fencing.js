// A server that never notices that it was taken for dead, or forgotten.

import { RedisRoomStore } from "../../../packages/server/dist/stores/redis/redis-room-store.js";
import { changeScript } from "./redis-scripts.js";

// It finds the beat that it set itself, whatever is there.
changeScript(
  "beat",
  "return before",
  "return ARGV[2] ~= '1' and string.format('%d', ARGV[2] - 1) or nil",
);

// Nor does it compare what it has with the store, which would mend it within half a minute.
const reconcile = RedisRoomStore.prototype.reconcile;
RedisRoomStore.prototype.reconcile = function (room, sessions) {
  return sessions.size === 0
    ? reconcile.call(this, room, sessions)
    : Promise.reject(new Error("not compared"));
};
