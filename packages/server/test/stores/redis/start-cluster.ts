// Three masters of a Redis Cluster on this machine.

import { execFile } from "node:child_process";
import { promisify } from "node:util";

import { type Redis, startRedis } from "../../../../../test-support/redis.ts";
import { eventually } from "../../support/eventually.ts";

/** A running cluster. */
export interface RedisCluster {
  /** All nodes, as REDIS_URL takes them. */
  url: string;
  nodes: Redis[];
  stop: () => Promise<void>;
}

/** Starts a cluster and waits until it serves every slot. */
export async function startCluster(): Promise<RedisCluster> {
  const args = ["--cluster-enabled", "yes", "--cluster-node-timeout", "2000"];
  // Its bus takes the port 10,000 above: a free port may be too high for that.
  const nodes = await Promise.all([0, 1, 2].map(() => startNode(args)));
  const addresses = nodes.map(({ port }) => `127.0.0.1:${port}`);
  await promisify(execFile)("redis-cli", ["--cluster", "create", ...addresses, "--cluster-yes"]);
  await eventually(async () => {
    for (const node of nodes) {
      const info = await node.cli("CLUSTER", "INFO");
      if (!info.includes("cluster_state:ok")) throw new Error(info);
    }
  });
  return {
    url: addresses.map((address) => `redis://${address}`).join(","),
    nodes,
    stop: async () => void (await Promise.all(nodes.map((node) => node.stop()))),
  };
}

async function startNode(args: readonly string[]): Promise<Redis> {
  for (let attempt = 0; ; attempt++) {
    const bus = 20_000 + Math.floor(Math.random() * 10_000);
    try {
      return await startRedis({ args: [...args, "--cluster-port", String(bus)] });
    } catch (error) {
      if (attempt === 4) throw error;
    }
  }
}
