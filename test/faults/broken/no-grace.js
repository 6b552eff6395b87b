// A server that takes its people out of their rooms when it is told to end, instead of letting them come back elsewhere.

import { RedisRoomStore } from "../../../packages/server/dist/stores/redis/redis-room-store.js";

const rooms = new Set();
const { enter, close } = RedisRoomStore.prototype;

RedisRoomStore.prototype.enter = function (room, session, username) {
  rooms.add(room);
  return enter.call(this, room, session, username);
};

RedisRoomStore.prototype.close = async function () {
  for (const room of rooms) await this.reconcile(room, new Map());
  await close.call(this);
};
