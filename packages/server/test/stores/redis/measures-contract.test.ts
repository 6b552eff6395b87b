// The Redis store under the contract of what operators do, on a real redis-server.

import { type Redis, startRedis } from "../../../../../test-support/redis.ts";
import { describeMeasures } from "../describe-measures.ts";
import { openRedisStore } from "./open-redis-store.ts";

let redis: Redis;

describeMeasures("RedisRoomStore", {
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
