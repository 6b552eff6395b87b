// The Redis store under the contract of all stores, on a cluster of three masters.

import { type RedisCluster, startRedisCluster } from "../../../../../test-support/redis-cluster.ts";
import { describeRoomStore } from "../describe-room-store.ts";
import { openRedisStore } from "./open-redis-store.ts";

let cluster: RedisCluster;

describeRoomStore("RedisRoomStore on a cluster", {
  needs: ["redis-server"],
  setUp: async () => {
    cluster = await startRedisCluster();
  },
  open: async (retention) => {
    await Promise.all(cluster.masters.map((node) => node.cli("FLUSHALL")));
    return openRedisStore(cluster.url, retention);
  },
  tearDown: () => cluster.stop(),
});
