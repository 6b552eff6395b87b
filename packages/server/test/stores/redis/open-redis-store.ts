// A Redis store on a Redis of the test.

import type { Retention } from "../../../src/rooms/tail.ts";
import { detectRedis, parseRedisUrl } from "../../../src/stores/redis/connect.ts";
import { RedisRoomStore } from "../../../src/stores/redis/redis-room-store.ts";

/** Opens a node's store. `report` hears of outages. */
export async function openRedisStore(
  url: string,
  retention: Retention = { limit: 100, ttlMs: 3_600_000 },
  report: (state: "lost" | "recovered") => void = () => undefined,
): Promise<RedisRoomStore> {
  const address = await detectRedis(parseRedisUrl(url));
  return RedisRoomStore.open({ address, retention, node: "test", report });
}
