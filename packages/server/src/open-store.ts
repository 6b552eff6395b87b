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
import type { StoreMeter } from "./stores/store-meter.ts";
import { RedisRoomStore } from "./stores/redis/redis-room-store.ts";

const USUAL_REDIS = "redis://localhost:6379";
/** How long the usual address has to answer before the disk serves, in milliseconds. */
const PROBE_MS = 500;

/** Who watches the store. */
export interface StoreWatch extends StoreMeter {
  noteReachable(reachable: boolean): void;
}

/** The server cannot start. The message says why in one line that a person can act on. */
export class StartError extends Error {}

/** Which store a configuration leads to. */
export type StoreChoice =
  | {
      kind: "redis";
      address: RedisAddress;
      /** The address, without its password. */ shown: string;
    }
  | { kind: "embedded"; directory: string; why: string };

/**
 * Finds out which store the configuration asks for: where it leaves that open, Redis if one answers at the usual address.
 *
 * @throws StartError where it asks for a Redis that does not answer
 */
export async function chooseStore(config: Config): Promise<StoreChoice> {
  const { redisUrl, store } = config;
  const directory = resolve(config.dataDir);
  if (store === "embedded") return { kind: "embedded", directory, why: "STORE=embedded" };
  const asked = store === "redis" || redisUrl !== undefined;
  const url = redisUrl ?? USUAL_REDIS;
  const shown = withoutPassword(url);
  try {
    const address = await detectRedis(parseRedisUrl(url), asked ? undefined : PROBE_MS);
    return { kind: "redis", address, shown };
  } catch (error) {
    if (asked) throw toStartError(error, shown);
    return { kind: "embedded", directory, why: `no Redis answers at ${USUAL_REDIS}` };
  }
}

/**
 * Opens the store that the configuration asks for.
 *
 * @param watch is told when the store stops answering, when it answers again, and how long it takes
 * @throws StartError
 */
export async function openStore(
  config: Config,
  retention: Retention,
  log: Logger,
  watch: StoreWatch,
): Promise<RoomStore> {
  const choice = await chooseStore(config);
  return choice.kind === "redis"
    ? openRedis(choice, retention, log, watch)
    : openEmbedded(choice, retention, log, watch);
}

/** What is told somebody whose Redis does not answer. */
export function toStartError(error: unknown, shown: string): StartError {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  const why = cause instanceof Error && cause.message ? ` (${cause.message})` : "";
  return new StartError(
    `Redis at ${shown} cannot be reached${why}. Start it, correct REDIS_URL, or use STORE=embedded.`,
  );
}

/** What is told somebody whose data directory cannot be used. */
export function toDirectoryError(error: unknown, directory: string): StartError {
  if (error instanceof DataDirInUseError) return new StartError(`DATA_DIR ${error.message}`);
  const why = error instanceof Error ? error.message : String(error);
  return new StartError(`DATA_DIR ${directory} cannot be used: ${why}`);
}

async function openRedis(
  { address, shown }: StoreChoice & { kind: "redis" },
  retention: Retention,
  log: Logger,
  watch: StoreWatch,
): Promise<RoomStore> {
  try {
    const store = await RedisRoomStore.open({
      address,
      retention,
      meter: watch,
      node: hostname().replace(/[^\w.-]/g, "_"),
      report: (state, error) => {
        watch.noteReachable(state === "recovered");
        if (state === "lost") log.error({ err: error }, "Redis is out of reach");
        else log.info("Redis is back");
      },
    });
    log.info({ store: "redis", redis: shown, mode: address.mode }, `Store: Redis at ${shown}`);
    for (const warning of await store.warnings()) log.warn(warning);
    return store;
  } catch (error) {
    throw toStartError(error, shown);
  }
}

function openEmbedded(
  { directory, why }: StoreChoice & { kind: "embedded" },
  retention: Retention,
  log: Logger,
  watch: StoreWatch,
): RoomStore {
  try {
    const store = EmbeddedRoomStore.open({
      directory,
      retention,
      meter: watch,
      report: (error) => log.error({ err: error }, "A write to the data directory failed"),
    });
    log.info({ store: "embedded", directory }, `Store: embedded in ${directory} (${why})`);
    return store;
  } catch (error) {
    throw toDirectoryError(error, directory);
  }
}

function withoutPassword(url: string): string {
  return url.replace(/\/\/[^/@,]*@/g, "//");
}
