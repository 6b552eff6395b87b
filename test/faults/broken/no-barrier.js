// A server that reads the history first and subscribes then: what is said between is nobody's.

import { RedisRoomStore } from "../../../packages/server/dist/stores/redis/redis-room-store.js";
import { pause, replaceMethod } from "./replace-method.js";

/** What a subscription takes where Redis is far away, in milliseconds. */
const ON_THE_WAY_MS = 50;

/** @type {Map<string, Promise<() => void>>} */
const following = new Map();

replaceMethod(RedisRoomStore.prototype, "follow", async (follow, room, follower) => {
  const subscribed = pause(ON_THE_WAY_MS).then(() => follow(room, follower));
  following.set(room, subscribed);
  return () => void subscribed.then((unfollow) => unfollow());
});

replaceMethod(RedisRoomStore.prototype, "enter", async (enter, room, session, username) => {
  await following.get(room);
  return enter(room, session, username);
});
