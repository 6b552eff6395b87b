// The Redis store under the contract of all stores, on a real redis-server.

import { type Redis, startRedis } from "../../../../../test-support/redis.ts";
import { describeRoomStore } from "../describe-room-store.ts";
import { openRedisStore } from "./open-redis-store.ts";

let redis: Redis;

describeRoomStore("RedisRoomStore", {
  needs: ["redis-server"],
  setUp: async () => {
    redis = await startRedis();
  },
  open: async (retention) => {
    await redis.cli("FLUSHALL");
    return openRedisStore(redis.url, retention);
  },
  tearDown: () => redis.stop(),
});
