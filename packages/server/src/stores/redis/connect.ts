// Connections to Redis: one server, Sentinel or Cluster, whatever the addresses lead to. Knows nothing of rooms.

import { Cluster, Redis, type RedisOptions } from "ioredis";

import { CorkedRedis } from "./corked-redis.ts";
import { isTooOld } from "./inspect.ts";

/**
 * How long a command may take before it counts as failed, in milliseconds. It may still run later. Two of them, one after
 * the other, are well below the 4 s that the store promises, on a busy machine too.
 */
const COMMAND_TIMEOUT_MS = 1_500;
/** How long a connection may take to come about, in milliseconds. */
const CONNECT_TIMEOUT_MS = 2_000;
/** How long a command may take that moves a whole room, in milliseconds. */
const MOVE_TIMEOUT_MS = 60_000;
/** How long Redis may leave a connection without any reply before it is opened anew, in milliseconds. */
const SILENCE_MS = 5_000;
/** The longest pause between two attempts to connect, in milliseconds. */
const RETRY_MAX_MS = 500;

// Replies are left as Redis gives them: the types of ioredis want that said by leaving the option out.
type Options = Omit<RedisOptions, "replyMapping">;

/** A connection for commands or for subscriptions, whatever stands behind it. */
export type Connection = Redis | Cluster;

/** What the addresses lead to. */
export type RedisMode = "standalone" | "cluster" | "sentinel";

/** Where Redis is. */
export interface RedisAddress {
  mode: RedisMode;
  /** The nodes given. */
  nodes: { host: string; port: number }[];
  /** What all connections share: user, password, database, TLS. */
  options: Options;
  /** The name under which the sentinels know the master. */
  masterName: string;
}

/**
 * What is wrong with an address of Redis. The message names it, without its password.
 */
export class RedisAddressError extends Error {}

/**
 * Reads `REDIS_URL`: one or several addresses, separated by commas; `redis://` or `rediss://` on the first, user,
 * password and database from the first. `?master=NAME` names the master that sentinels watch, `mymaster` if absent.
 *
 * @throws RedisAddressError
 */
export function parseRedisUrl(text: string): Omit<RedisAddress, "mode"> {
  const [first, ...rest] = text.split(",").map((part) => part.trim());
  const main = parseUrl(first ?? "");
  const tls = main.protocol === "rediss:";
  const urls = [
    main,
    ...rest.map((part) => parseUrl(part.includes("://") ? part : `${main.protocol}//${part}`)),
  ];
  const options: Options = {};
  if (main.username) options.username = decodeURIComponent(main.username);
  if (main.password) options.password = decodeURIComponent(main.password);
  const database = main.pathname.replace(/^\//, "");
  if (database) {
    if (!/^\d{1,4}$/.test(database))
      throw new RedisAddressError(`"${database}" is no database number`);
    options.db = Number(database);
  }
  if (tls) options.tls = {};
  return {
    nodes: urls.map(({ hostname, port }) => ({
      host: hostname.replace(/^\[|\]$/g, "") || "localhost",
      port: port ? Number(port) : 6379,
    })),
    options,
    masterName: urls.map((url) => url.searchParams.get("master")).find(Boolean) ?? "mymaster",
  };
}

/**
 * Asks the first node that answers what it is.
 *
 * @throws Error where none answers within `timeoutMs` each
 */
export async function detectRedis(
  address: Omit<RedisAddress, "mode">,
  timeoutMs = CONNECT_TIMEOUT_MS,
): Promise<RedisAddress> {
  let last: unknown;
  for (const node of address.nodes) {
    // A sentinel knows neither the master's database nor, as a rule, its users.
    const { db: _, ...options } = address.options;
    const probe = new Redis({
      ...options,
      ...node,
      protocol: 2,
      lazyConnect: true,
      connectTimeout: timeoutMs,
      commandTimeout: timeoutMs,
      retryStrategy: null,
      maxRetriesPerRequest: 0,
      enableReadyCheck: false,
      disableClientInfo: true,
    });
    probe.on("error", (error) => (last = error));
    try {
      await probe.connect();
      const info = await probe.info("server");
      const old = isTooOld(info);
      if (old !== undefined) {
        last = new Error(`it is Redis ${old}; version 7 or later is needed`);
        continue;
      }
      const mode = /redis_mode:(\w+)/.exec(info)?.[1];
      return { ...address, mode: mode === "cluster" || mode === "sentinel" ? mode : "standalone" };
    } catch (error) {
      last ??= error;
    } finally {
      probe.disconnect();
    }
  }
  throw last instanceof Error ? last : new Error("no answer");
}

/** Opens a connection for commands: a failed one is reported at once, never queued, never run again by itself. */
export function connectForCommands(address: RedisAddress): Connection {
  return connect(address, {
    commandTimeout: COMMAND_TIMEOUT_MS,
    connectionName: "chat-commands",
  });
}

/** Opens a connection for subscriptions. Its owner subscribes anew after each `ready`, so that it can tell the followers. */
export function connectForSubscriptions(address: RedisAddress): Connection {
  return connect(address, {
    commandTimeout: COMMAND_TIMEOUT_MS,
    autoResubscribe: address.mode === "cluster",
    connectionName: "chat-subscriptions",
  });
}

/** Opens a connection that moves whole rooms: it waits for Redis, and gives it time. */
export function connectForMoving(address: RedisAddress): Connection {
  return connect(address, {
    commandTimeout: MOVE_TIMEOUT_MS,
    enableOfflineQueue: true,
    socketTimeout: MOVE_TIMEOUT_MS,
    connectionName: "chat-archive",
  });
}

/**
 * Settles once a connection can be used.
 *
 * @throws Error where it cannot within `timeoutMs`
 */
export function untilReady(connection: Connection, timeoutMs: number): Promise<void> {
  if (connection.status === "ready") return Promise.resolve();
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error("no answer")), timeoutMs);
    connection.once("ready", () => {
      clearTimeout(timer);
      resolve();
    });
  });
}

function connect(address: RedisAddress, own: Options): Connection {
  const options: Options = {
    ...address.options,
    protocol: 2,
    connectTimeout: CONNECT_TIMEOUT_MS,
    enableOfflineQueue: false,
    // A command whose reply was lost may have run: to send it again by itself would store twice.
    autoResendUnfulfilledCommands: false,
    maxRetriesPerRequest: 0,
    // A connection whose other end vanished says nothing by itself for a quarter of an hour.
    socketTimeout: SILENCE_MS,
    disableClientInfo: true,
    retryStrategy: (times) => Math.min(50 * times, RETRY_MAX_MS),
    // After a failover the old master is read-only: only a new connection finds the new one.
    reconnectOnError: (error) => error.message.startsWith("READONLY"),
    ...own,
  };
  if (address.mode === "cluster") {
    return new Cluster(address.nodes, {
      redisOptions: options,
      enableOfflineQueue: own.enableOfflineQueue === true,
      shardedSubscribers: own.autoResubscribe === true,
      slotsRefreshTimeout: CONNECT_TIMEOUT_MS,
      slotsRefreshInterval: 5_000,
      clusterRetryStrategy: (times) => Math.min(50 * times, RETRY_MAX_MS),
    });
  }
  if (address.mode === "sentinel") {
    return new CorkedRedis({
      ...options,
      sentinels: address.nodes,
      name: address.masterName,
      sentinelRetryStrategy: (times) => Math.min(50 * times, RETRY_MAX_MS),
    });
  }
  return new CorkedRedis({ ...options, ...address.nodes[0] });
}

function parseUrl(text: string): URL {
  let url: URL;
  try {
    url = new URL(text);
  } catch {
    throw new RedisAddressError(`it begins with redis:// or rediss://, and then comes host:port`);
  }
  if (url.protocol !== "redis:" && url.protocol !== "rediss:") {
    throw new RedisAddressError(`it begins with redis:// or rediss://, not ${url.protocol}//`);
  }
  return url;
}
