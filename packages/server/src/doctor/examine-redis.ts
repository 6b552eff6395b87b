// How the Redis that the server would use does: whether it takes what the chat writes, keeps it, and answers in time.

import type { Redis } from "ioredis";

import {
  type Connection,
  type RedisAddress,
  connectForCommands,
  untilReady,
} from "../stores/redis/connect.ts";
import { findRedisRisks, readField } from "../stores/redis/inspect.ts";
import { type Finding, ok, problem, warning } from "./finding.ts";

const READY_WITHIN_MS = 5_000;
const PINGS = 20;
/** Above this a person begins to notice: each message waits for one answer. */
const SLOW_MS = 10;
/** Ids and timestamps come from the clock of Redis. */
const CLOCK_MAX_MS = 2_000;
const MEMORY_FULL = 0.9;
const CLUSTER_SLOTS = "16384";
/** What an append does, on a key of its own: writes, expires, announces. */
const TRIAL = `redis.call('SET', KEYS[1], 'x', 'PX', 1000) redis.call('SPUBLISH', KEYS[1], 'x')`;
const TRIAL_KEY = "chat:doctor";

/** Looks at a Redis that answered. @param shown its address without the password */
export async function examineRedis(address: RedisAddress, shown: string): Promise<Finding[]> {
  const connection = connectForCommands(address);
  let lost: Error | undefined;
  connection.on("error", (error: Error) => (lost = error));
  try {
    await untilReady(connection, READY_WITHIN_MS);
    const nodes = await Promise.all(nodesOf(connection).map((node) => examineNode(node, shown)));
    const findings = nodes.flat();
    // What it would refuse all the same need not be tried.
    if (findings.some(({ state }) => state === "problem")) return findings;
    if (address.mode === "cluster") findings.push(await examineCluster(connection));
    findings.push(await examineWriting(connection));
    findings.push(await unlessForbidden("latency", () => examineLatency(connection)));
    findings.push(await unlessForbidden("clock", () => examineClock(connection)));
    return findings;
  } catch (error) {
    const why = (lost ?? (error as Error)).message;
    return [
      problem(
        "Redis",
        `Redis at ${shown} answered, and then did not (${why}).`,
        ADVICE_UNREACHABLE,
      ),
    ];
  } finally {
    connection.disconnect();
  }
}

const ADVICE_UNREACHABLE = "Look at its log, and at what is between it and this machine.";

function nodesOf(connection: Connection): Redis[] {
  return "nodes" in connection ? connection.nodes("master") : [connection];
}

async function examineNode(node: Redis, shown: string): Promise<Finding[]> {
  const info = await node.info();
  const field = (name: string) => readField(info, name);
  const { host, port } = node.options;
  const where = field("redis_mode") === "cluster" ? `${host}:${port}` : shown;
  const findings = [ok("Redis", `Version ${field("redis_version")} at ${where}.`)];
  if (field("role") !== "master") {
    findings.push(
      problem(
        "Redis",
        `${where} is a replica: it takes no messages.`,
        "Name the master in REDIS_URL.",
      ),
    );
  }
  const risks = findRedisRisks(info);
  findings.push(...risks.map(({ about, says, advice }) => warning(about, says, advice)));
  if (!risks.some(({ about }) => about === "durability")) findings.push(await examineFsync(node));
  if (!risks.some(({ about }) => about === "eviction")) {
    findings.push(ok("eviction", "Redis forgets nothing but what has expired."));
  }
  const used = Number(field("used_memory"));
  const limit = Number(field("maxmemory"));
  if (limit > 0 && used > limit * MEMORY_FULL) {
    findings.push(
      warning(
        "memory",
        `Redis uses ${toMegabytes(used)} of ${toMegabytes(limit)} MB.`,
        "Raise maxmemory.",
      ),
    );
  }
  return findings;
}

/** CONFIG is closed on some hosted ones: then INFO has to do. */
async function examineFsync(node: Redis): Promise<Finding> {
  const [, value] = (await node.config("GET", "appendfsync").catch(() => [])) as string[];
  if (value === "no") {
    return warning(
      "durability",
      "AOF is on, but the system decides when it reaches the disk (appendfsync no).",
      "Set appendfsync everysec.",
    );
  }
  const how = value === undefined ? "" : ` (appendfsync ${value})`;
  return ok("durability", `AOF is on${how}: a kill loses nothing.`);
}

async function examineCluster(connection: Connection): Promise<Finding> {
  const info = await connection.cluster("INFO");
  const nodes = (await connection.cluster("NODES")) as string;
  const lines = nodes.trim().split("\n");
  const masters = lines.filter((line) => line.includes("master") && !line.includes("fail"));
  const replicas = lines.filter((line) => line.includes("slave") && !line.includes("fail"));
  const slots = readField(info, "cluster_slots_ok");
  if (readField(info, "cluster_state") !== "ok" || slots !== CLUSTER_SLOTS) {
    return problem(
      "cluster",
      `${slots} of ${CLUSTER_SLOTS} slots are served: rooms in the others cannot be used.`,
      "See redis-cli --cluster check.",
    );
  }
  const shape = `${masters.length} masters and ${replicas.length} replicas serve all slots.`;
  if (replicas.length >= masters.length) return ok("cluster", shape);
  return warning(
    "cluster",
    `${shape} A master without a replica takes its rooms along when it dies.`,
    "Give each master a replica.",
  );
}

/** What only tells how it does may be closed to the chat's user: then that is what is found. */
async function unlessForbidden(about: string, look: () => Promise<Finding>): Promise<Finding> {
  try {
    return await look();
  } catch (error) {
    const { message } = error as Error;
    if (!message.startsWith("NOPERM")) throw error;
    return warning(
      about,
      `Redis does not let this user look (${message}).`,
      "Allow it the command.",
    );
  }
}

async function examineWriting(connection: Connection): Promise<Finding> {
  try {
    await connection.eval(TRIAL, 1, TRIAL_KEY);
    return ok("writing", "Scripts may write and announce.");
  } catch (error) {
    return problem(
      "writing",
      `Redis refuses what the chat does: ${(error as Error).message}.`,
      "Allow the user all commands on all keys and channels, and give it memory.",
    );
  }
}

async function examineLatency(connection: Connection): Promise<Finding> {
  const times: number[] = [];
  for (let index = 0; index < PINGS; index++) {
    const begun = performance.now();
    await connection.get(TRIAL_KEY);
    times.push(performance.now() - begun);
  }
  times.sort((a, b) => a - b);
  const median = times[PINGS / 2] ?? 0;
  const says = `Answers take ${median.toFixed(1)} ms, the slowest of ${PINGS} took ${(times.at(-1) ?? 0).toFixed(1)} ms.`;
  return median <= SLOW_MS
    ? ok("latency", says)
    : warning("latency", `${says} Each message waits for one.`, "Move the server nearer to Redis.");
}

async function examineClock(connection: Connection): Promise<Finding> {
  const begun = Date.now();
  const [seconds, micros] = (await nodesOf(connection)[0]?.time()) ?? [0, 0];
  const here = (begun + Date.now()) / 2;
  const off = Math.round(Number(seconds) * 1_000 + Number(micros) / 1_000 - here);
  return Math.abs(off) <= CLOCK_MAX_MS
    ? ok("clock", "This machine's clock and that of Redis agree.")
    : warning(
        "clock",
        `The clock of Redis is ${Math.abs(off) / 1_000} s ${off > 0 ? "ahead of" : "behind"} this machine's; messages carry its time.`,
        "Keep both in step with NTP.",
      );
}

function toMegabytes(bytes: number): number {
  return Math.round(bytes / 1_000_000);
}
