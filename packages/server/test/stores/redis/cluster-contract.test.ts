// The Redis store under the contract of all stores, on a cluster of three masters.

import { describeRoomStore } from "../describe-room-store.ts";
import { openRedisStore } from "./open-redis-store.ts";
import { type RedisCluster, startCluster } from "./start-cluster.ts";

let cluster: RedisCluster;

describeRoomStore("RedisRoomStore on a cluster", {
  needs: ["redis-server"],
  setUp: async () => {
    cluster = await startCluster();
  },
  open: async (retention) => {
    await Promise.all(cluster.nodes.map((node) => node.cli("FLUSHALL")));
    return openRedisStore(cluster.url, retention);
  },
  tearDown: () => cluster.stop(),
});
