// A server that takes its people out of their rooms when it is told to end, instead of letting them come back elsewhere.

import { RedisRoomStore } from "../../../packages/server/dist/stores/redis/redis-room-store.js";
import { replaceMethod } from "./replace-method.js";

/** @type {Set<string>} */
const rooms = new Set();

replaceMethod(RedisRoomStore.prototype, "enter", (enter, room, ...values) => {
  rooms.add(room);
  return enter(room, ...values);
});

replaceMethod(RedisRoomStore.prototype, "close", async function (close) {
  for (const room of rooms) await this.reconcile(room, new Map());
  await close();
});
