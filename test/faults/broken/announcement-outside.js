// A server that announces a message after its script has run, by a command of its own.

import { Redis } from "ioredis";

import { RedisRoomStore } from "../../../packages/server/dist/stores/redis/redis-room-store.js";
import { APPEND } from "../../../packages/server/dist/stores/redis/scripts.js";
import { changeScript } from "./redis-scripts.js";
import { replaceMethod } from "./replace-method.js";

changeScript(APPEND, "redis.call('SPUBLISH', list, table.concat(fresh, '\\n'))", "");

/** @type {Redis | undefined} */
let publisher;

replaceMethod(RedisRoomStore, "open", (open, options, timeoutMs) => {
  publisher = new Redis({ ...options.address.options, ...options.address.nodes[0] });
  return open(options, timeoutMs);
});

replaceMethod(RedisRoomStore.prototype, "append", async (append, draft) => {
  const appended = await append(draft);
  if (!appended.repeated) {
    await publisher?.spublish(`room:${draft.room}:messages`, appended.message.json);
  }
  return appended;
});

replaceMethod(RedisRoomStore.prototype, "close", (close) => {
  publisher?.disconnect();
  return close();
});
