// A server that subscribes anew after a loss, and does not ask what it has missed.

import { RedisRoomStore } from "../../../packages/server/dist/stores/redis/redis-room-store.js";

const follow = RedisRoomStore.prototype.follow;
RedisRoomStore.prototype.follow = function (room, follower) {
  return follow.call(this, room, (announcement) => {
    if (announcement.type !== "interrupted") follower(announcement);
  });
};
