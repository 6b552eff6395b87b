// `node --import tsx bench/costs.ts`: what a room, a member, a nonce and a message cost in Redis and on a node. The
// figures of docs/scaling.md. Starts its own redis-server and chat servers; runs for about half a minute.

import { readFileSync } from "node:fs";

import { type Redis, startRedis } from "../test-support/redis.ts";
import { type Server, startServer } from "../test-support/server.ts";
import { RawMember } from "./raw-member.ts";

const TEXT = "x".repeat(100);
const ROOMS = 1_000;
const MEMBERS = 2_000;
const POSTS = 20_000;
const IN_FLIGHT = 64;
/** The kernel's clock tick, in milliseconds (CONFIG_HZ as /proc reports it on Linux). */
const TICK_MS = 10;

const env = { RATE_LIMITS: "off", LOG_LEVEL: "error" };
const redis = await startRedis({ args: ["--appendonly", "no"] });
const one = await startServer({ env: { ...env, REDIS_URL: redis.url } });
const two = await startServer({ env: { ...env, REDIS_URL: redis.url } });

const idleNode = residentKb(one);
const idleRedis = await usedBytes(redis);

const members = await RawMember.connectMany(one.url, MEMBERS);
report("a connection, on a node", (residentKb(one) - idleNode) / MEMBERS, "kB");

const beforePresence = await usedBytes(redis);
await Promise.all(members.map((member, at) => member.join(`presence${at % 20}`, `user${at}`)));
report(
  "a member of a room, in Redis",
  ((await usedBytes(redis)) - beforePresence) / MEMBERS,
  "bytes",
);
report("a member and its connection, on a node", (residentKb(one) - idleNode) / MEMBERS, "kB");

const [poster] = members as [RawMember];
const beforeRooms = await usedBytes(redis);
for (let room = 0; room < ROOMS; room++) await poster.post(`full${room}`, "u", TEXT, 100);
const roomBytes = ((await usedBytes(redis)) - beforeRooms) / ROOMS;
report("a room with 100 messages of 100 characters, in Redis", roomBytes / 1_024, "kB");

const beforeNonces = await usedBytes(redis);
await poster.post("nonces", "u", TEXT, 5_000, "n");
report(
  "a nonce, for five minutes, in Redis",
  ((await usedBytes(redis)) - beforeNonces) / 5_000,
  "bytes",
);

await measurePosts("a message into one room nobody is in", [poster], () => "quiet");
const spread = members.slice(0, 50);
await measurePosts("a message, spread over 50 rooms nobody is in", spread, (at) => `spread${at}`);

await Promise.all(members.map((member) => member.close()));
await Promise.all([one.stop(), two.stop()]);
await redis.stop();
console.log(
  `\n(an empty node takes ${Math.round(idleNode / 1_024)} MB, an empty Redis ${(idleRedis / 1_048_576).toFixed(1)} MB)`,
);

async function measurePosts(
  what: string,
  senders: readonly RawMember[],
  room: (sender: number) => string,
): Promise<void> {
  const before = { one: cpuMs(one.pid), two: cpuMs(two.pid), redis: cpuMs(redis.pid) };
  const started = performance.now();
  const each = POSTS / senders.length;
  await Promise.all(
    senders.map((sender, at) => sender.post(room(at), "u", TEXT, each, `m${at}`, IN_FLIGHT)),
  );
  const seconds = (performance.now() - started) / 1_000;
  report(`${what}: CPU of its node`, ((cpuMs(one.pid) - before.one) / POSTS) * 1_000, "µs");
  report(`${what}: CPU of Redis`, ((cpuMs(redis.pid) - before.redis) / POSTS) * 1_000, "µs");
  report(`${what}: CPU of another node`, ((cpuMs(two.pid) - before.two) / POSTS) * 1_000, "µs");
  report(`${what}: acknowledged a second`, POSTS / seconds, "");
}

function report(what: string, value: number, unit: string): void {
  console.log(`${what.padEnd(70)} ${value.toFixed(value < 10 ? 1 : 0).padStart(8)} ${unit}`);
}

function residentKb(server: Server): number {
  const status = readFileSync(`/proc/${server.pid}/status`, "utf8");
  return Number(/^VmRSS:\s+(\d+)/m.exec(status)?.[1]);
}

function cpuMs(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return (Number(fields[11]) + Number(fields[12])) * TICK_MS;
}

async function usedBytes(server: Redis): Promise<number> {
  const memory = await server.cli("info", "memory");
  return Number(/^used_memory:(\d+)/m.exec(memory)?.[1]);
}
