// A server that announces a message after its script has run, by a command of its own.

import { Redis } from "ioredis";

import { RedisRoomStore } from "../../../packages/server/dist/stores/redis/redis-room-store.js";
import { changeScript } from "./redis-scripts.js";

changeScript("append", "redis.call('SPUBLISH', list, table.concat(fresh, '\\n'))", "");

const open = RedisRoomStore.open;
RedisRoomStore.open = async function (options, timeoutMs) {
  const { address } = options;
  const publisher = new Redis({ ...address.options, ...address.nodes[0] });
  const store = await open.call(this, options, timeoutMs);
  const append = store.append;
  store.append = async (draft) => {
    const appended = await append.call(store, draft);
    if (!appended.repeated) {
      await publisher.spublish(`room:${draft.room}:messages`, appended.message.json);
    }
    return appended;
  };
  const close = store.close;
  store.close = async () => {
    publisher.disconnect();
    await close.call(store);
  };
  return store;
};
