// A real Redis Cluster of three masters for a test. Knows nothing of what the chat keeps there.

import { startRedis } from "./redis.ts";
import type { Redis } from "./redis.ts";

/** A running cluster. */
export interface RedisCluster {
  /** The addresses of all masters, as `REDIS_URL` takes them. */
  readonly url: string;
  readonly masters: readonly Redis[];
  stop(): Promise<void>;
}

const JOIN_BOUND_MS = 20_000;

/**
 * Starts three masters on 127.0.0.1 and waits until they agree that they are a cluster.
 *
 * @throws Error where they do not within 20 s
 */
export async function startRedisCluster(args: readonly string[] = []): Promise<RedisCluster> {
  const masters = await Promise.all(
    Array.from({ length: 3 }, () => startRedis({ args: ["--cluster-enabled", "yes", ...args] })),
  );
  const [first] = masters as [Redis];
  const nodes = masters.map(({ port }) => `127.0.0.1:${port}`);
  await first.cli("--cluster", "create", ...nodes, "--cluster-yes");
  const deadline = performance.now() + JOIN_BOUND_MS;
  for (const master of masters) {
    while (!(await master.cli("cluster", "info")).includes("cluster_state:ok")) {
      if (performance.now() > deadline) throw new Error("the cluster did not come together");
    }
  }
  return {
    url: `redis://${nodes.join(",")}`,
    masters,
    stop: async () => {
      await Promise.all(masters.map((master) => master.stop()));
    },
  };
}
