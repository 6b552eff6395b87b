// A server that subscribes anew after a loss, and does not ask what it has missed.

import { RedisRoomStore } from "../../../packages/server/dist/stores/redis/redis-room-store.js";
import { replaceMethod } from "./replace-method.js";

replaceMethod(RedisRoomStore.prototype, "follow", (follow, room, follower) =>
  follow(room, (/** @type {{ type: string }} */ announcement) => {
    if (announcement.type !== "interrupted") follower(announcement);
  }),
);
