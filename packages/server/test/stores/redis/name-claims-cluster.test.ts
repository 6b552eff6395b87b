// The claims in Redis under the contract of all stores, on a cluster of three masters.

import { type RedisCluster, startRedisCluster } from "../../../../../test-support/redis-cluster.ts";
import { describeNameClaims } from "../describe-name-claims.ts";
import { openRedisStore } from "./open-redis-store.ts";

let cluster: RedisCluster;

describeNameClaims("RedisRoomStore on a cluster", {
  needs: ["redis-server"],
  setUp: async () => {
    cluster = await startRedisCluster();
  },
  open: async () => {
    await Promise.all(cluster.masters.map((node) => node.cli("FLUSHALL")));
    return openRedisStore(cluster.url);
  },
  tearDown: () => cluster.stop(),
});
