// The Redis store under the contract of what operators do, on a cluster of three masters.

import { type RedisCluster, startRedisCluster } from "../../../../../test-support/redis-cluster.ts";
import { describeMeasures } from "../describe-measures.ts";
import { openRedisStore } from "./open-redis-store.ts";

let cluster: RedisCluster;

describeMeasures("RedisRoomStore on a cluster", {
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
