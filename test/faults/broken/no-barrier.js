// A server that does not wait for the subscription before it reads the history: what is said between is nobody's.

import { RedisRoomStore } from "../../../packages/server/dist/stores/redis/redis-room-store.js";
import { pause, replaceMethod } from "./replace-method.js";

/** What a subscription takes where Redis is far away, in milliseconds. */
const ON_THE_WAY_MS = 50;

replaceMethod(RedisRoomStore.prototype, "follow", async (follow, room, follower) => {
  const following = pause(ON_THE_WAY_MS).then(() => follow(room, follower));
  return () => void following.then((unfollow) => unfollow());
});
