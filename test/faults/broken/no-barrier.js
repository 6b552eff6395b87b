// A server that does not wait for the subscription before it reads the history: what is said between is nobody's.

import { RedisRoomStore } from "../../../packages/server/dist/stores/redis/redis-room-store.js";

/** About what a subscription takes where Redis is not next door, in milliseconds. */
const ON_THE_WAY_MS = 20;

const follow = RedisRoomStore.prototype.follow;
RedisRoomStore.prototype.follow = async function (room, follower) {
  const following = new Promise((resolve) => setTimeout(resolve, ON_THE_WAY_MS)).then(() =>
    follow.call(this, room, follower),
  );
  return () => void following.then((unfollow) => unfollow());
};
