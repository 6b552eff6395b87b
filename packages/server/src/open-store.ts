// The choice of a store: the Redis that is asked for or found, else the disk. One place, said in one log line.

import { hostname } from "node:os";
import { resolve } from "node:path";

import type { Logger } from "pino";

import type { Config } from "./config.ts";
import type { RoomStore } from "./rooms/room-store.ts";
import type { Retention } from "./rooms/tail.ts";
import { DataDirInUseError } from "./stores/embedded/data-dir-lock.ts";
import { EmbeddedRoomStore } from "./stores/embedded/embedded-room-store.ts";
import { type RedisAddress, detectRedis, parseRedisUrl } from "./stores/redis/connect.ts";
import { RedisRoomStore } from "./stores/redis/redis-room-store.ts";

const USUAL_REDIS = "redis://localhost:6379";
/** How long the usual address has to answer before the disk serves, in milliseconds. */
const PROBE_MS = 500;

/** The server cannot start. The message says why in one line that a person can act on. */
export class StartError extends Error {}

/**
 * Opens the store that the configuration asks for.
 *
 * @param noteReachable is told when the store stops answering, and when it answers again
 * @throws StartError
 */
export async function openStore(
  config: Config,
  retention: Retention,
  log: Logger,
  noteReachable: (reachable: boolean) => void,
): Promise<RoomStore> {
  const { redisUrl, store } = config;
  if (store === "embedded") return openEmbedded(config, retention, log, "STORE=embedded");
  if (store === "redis" || redisUrl !== undefined) {
    return openRedis(redisUrl ?? USUAL_REDIS, retention, log, noteReachable);
  }
  const found = await detectRedis(parseRedisUrl(USUAL_REDIS), PROBE_MS).catch(() => undefined);
  if (found) return openRedis(USUAL_REDIS, retention, log, noteReachable, found);
  return openEmbedded(config, retention, log, `no Redis answers at ${USUAL_REDIS}`);
}

async function openRedis(
  url: string,
  retention: Retention,
  log: Logger,
  noteReachable: (reachable: boolean) => void,
  found?: RedisAddress,
): Promise<RoomStore> {
  const shown = withoutPassword(url);
  try {
    const address = found ?? (await detectRedis(parseRedisUrl(url)));
    const store = await RedisRoomStore.open({
      address,
      retention,
      node: hostname().replace(/[^\w.-]/g, "_"),
      report: (state, error) => {
        noteReachable(state === "recovered");
        if (state === "lost") log.error({ err: error }, "Redis is out of reach");
        else log.info("Redis is back");
      },
    });
    log.info({ store: "redis", redis: shown, mode: address.mode }, `Store: Redis at ${shown}`);
    for (const warning of await store.warnings()) log.warn(warning);
    return store;
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
    const why = cause instanceof Error && cause.message ? ` (${cause.message})` : "";
    throw new StartError(
      `Redis at ${shown} cannot be reached${why}. Start it, correct REDIS_URL, or use STORE=embedded.`,
    );
  }
}

function openEmbedded(config: Config, retention: Retention, log: Logger, why: string): RoomStore {
  const directory = resolve(config.dataDir);
  try {
    const store = EmbeddedRoomStore.open({
      directory,
      retention,
      report: (error) => log.error({ err: error }, "A write to the data directory failed"),
    });
    log.info({ store: "embedded", directory }, `Store: embedded in ${directory} (${why})`);
    return store;
  } catch (error) {
    if (error instanceof DataDirInUseError) throw new StartError(`DATA_DIR ${error.message}`);
    const why = error instanceof Error ? error.message : String(error);
    throw new StartError(`DATA_DIR ${directory} cannot be used: ${why}`);
  }
}

function withoutPassword(url: string): string {
  return url.replace(/\/\/[^/@,]*@/g, "//");
}
