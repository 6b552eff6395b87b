// A real Redis Cluster of three masters for a test. Knows nothing of what the chat keeps there.

import { freePort } from "./free-port.ts";
import { type Redis, startRedis } from "./redis.ts";

/** A running cluster. */
export interface RedisCluster {
  /** The addresses of all masters, as `REDIS_URL` takes them. */
  readonly url: string;
  readonly masters: readonly [Redis, Redis, Redis];
  stop(): Promise<void>;
}

const SLOTS = [
  ["0", "5460"],
  ["5461", "10922"],
  ["10923", "16383"],
] as const;
const READY_WITHIN_MS = 20_000;
const ASK_EVERY_MS = 50;

/**
 * Starts three masters on 127.0.0.1 and settles once each of them knows that all slots are served.
 *
 * @param args more arguments of each redis-server
 * @throws Error where that takes more than 20 s
 */
export async function startRedisCluster(args: readonly string[] = []): Promise<RedisCluster> {
  const masters: Redis[] = [];
  const busPorts: number[] = [];
  for (const [first, last] of SLOTS) {
    // The usual bus port, 10,000 above, need not exist.
    const bus = await freePort();
    const cluster = ["--cluster-enabled", "yes", "--cluster-port", String(bus)];
    const master = await startRedis({ args: [...args, ...cluster] });
    await master.cli("cluster", "addslotsrange", first, last);
    masters.push(master);
    busPorts.push(bus);
  }
  const [one, ...others] = masters as [Redis, Redis, Redis];
  for (const [at, other] of others.entries()) {
    const address = [String(other.port), String(busPorts[at + 1])];
    await one.cli("cluster", "meet", "127.0.0.1", ...address);
  }
  const until = performance.now() + READY_WITHIN_MS;
  for (const master of masters) {
    while (!(await isWhole(master))) {
      if (performance.now() > until) throw new Error("the cluster did not come about");
      // A cluster tells nobody when it has come about: it is asked again.
      await new Promise((resolve) => setTimeout(resolve, ASK_EVERY_MS));
    }
  }
  return {
    url: `redis://${masters.map(({ port }) => `127.0.0.1:${port}`).join(",")}`,
    masters: [one, ...others] as [Redis, Redis, Redis],
    stop: async () => {
      await Promise.all(masters.map((master) => master.stop()));
    },
  };
}

async function isWhole(master: Redis): Promise<boolean> {
  const info = await master.cli("cluster", "info");
  return info.includes("cluster_state:ok") && info.includes("cluster_known_nodes:3");
}
