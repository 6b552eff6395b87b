// The Redis store for the contract suites: on one redis-server, and on a cluster of three masters.

import { type RedisCluster, startRedisCluster } from "../../../../../test-support/redis-cluster.ts";
import { type Redis, startRedis } from "../../../../../test-support/redis.ts";
import type { StoreFixture } from "../store-fixture.ts";
import { openRedisStore } from "./open-redis-store.ts";

/** A redis-server of the suite's own. */
export function onRedis(): StoreFixture {
  let redis: Redis;
  return {
    needs: ["redis-server"],
    setUp: async () => {
      redis = await startRedis();
    },
    open: async (retention) => {
      await redis.cli("FLUSHALL");
      return openRedisStore(redis.url, retention);
    },
    tearDown: () => redis.stop(),
  };
}

/** A cluster of the suite's own. */
export function onCluster(): StoreFixture {
  let cluster: RedisCluster;
  return {
    needs: ["redis-server"],
    setUp: async () => {
      cluster = await startRedisCluster();
    },
    open: async (retention) => {
      await Promise.all(cluster.masters.map((node) => node.cli("FLUSHALL")));
      return openRedisStore(cluster.url, retention);
    },
    tearDown: () => cluster.stop(),
  };
}
