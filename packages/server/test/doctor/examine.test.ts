// What the doctor finds: each thing that keeps a server from serving, or may cost messages one day.

import { createServer } from "node:net";
import { join } from "node:path";

import * as assert from "uvu/assert";

import { freePort } from "../../../../test-support/free-port.ts";
import { startRedisCluster } from "../../../../test-support/redis-cluster.ts";
import { type Redis, startRedis } from "../../../../test-support/redis.ts";
import { suite } from "../../../../test-support/suite.ts";
import type { Settings } from "../../src/config.ts";
import { examine } from "../../src/doctor/examine.ts";
import type { Finding } from "../../src/doctor/finding.ts";
import { runServer } from "../support/running-server.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const test = suite("the doctor", { needs: ["redis-server"], timeoutMs: 40_000 });
let redis: Redis;

test.before(async () => {
  redis = await startRedis();
});

test.after(() => redis.stop());

/** What it finds about something, with these settings over those of an embedded store on a free port. */
async function about(topic: string, settings: Settings): Promise<Finding[]> {
  const own = { STORE: "embedded", DATA_DIR: temporaryFolder(), PORT: String(await freePort()) };
  const findings = await examine({ ...own, ...settings });
  for (const { state, advice } of findings) {
    assert.is(advice === undefined, state === "ok", "whatever is not well comes with what to do");
  }
  return findings.filter((one) => one.about === topic);
}

async function assertFinds(
  topic: string,
  state: Finding["state"],
  says: string | RegExp,
  settings: Settings,
): Promise<void> {
  const findings = await about(topic, settings);
  const fits = findings.filter((one) => one.state === state && new RegExp(says).test(one.says));
  assert.is(fits.length, 1, `${topic}: ${JSON.stringify(findings)}`);
}

function onRedis(): Settings {
  return { STORE: "redis", REDIS_URL: redis.url };
}

test("a setting that makes no sense is a problem, and nothing else is looked at", async () => {
  const findings = await examine({ PORT: "eighty" });
  assert.is(findings.length, 1);
  assert.is(findings[0]?.state, "problem");
  assert.match(findings[0]?.says ?? "", "PORT");
});

test("a port that something else uses is a problem, one where a chat server answers is none", async () => {
  const other = createServer();
  await new Promise<void>((resolve) => other.listen(0, "127.0.0.1", resolve));
  const { port } = other.address() as { port: number };
  try {
    await assertFinds("port", "problem", "something else", { PORT: String(port) });
  } finally {
    other.close();
  }
  const server = await runServer();
  try {
    await assertFinds("port", "ok", "chat server answers", { PORT: String(server.port) });
  } finally {
    await server.close();
  }
});

test("an address that is not this machine's is a problem, with the system's word for it", async () => {
  await assertFinds("port", "problem", "EADDRNOTAVAIL", { HOST: "203.0.113.7", CHAT_TOKEN: "t" });
});

test("a server open to other machines without a token is a warning", async () => {
  await assertFinds("token", "warning", "None is asked for", { HOST: "0.0.0.0" });
  await assertFinds("token", "ok", "one of 2", { HOST: "0.0.0.0", CHAT_TOKEN: "a,b" });
  const missing = join(temporaryFolder(), "tokens");
  await assertFinds("token", "problem", "cannot be read", { CHAT_TOKEN_FILE: missing });
});

test("how many connections the limit on open files leaves room for is said", async () => {
  const [finding] = await about("open files", {});
  assert.match(finding?.says ?? "", /room for [\d,]+ connections|no limit/);
});

test("a Redis that does not answer is a problem", async () => {
  const url = `redis://:geheim@127.0.0.1:${await freePort()}`;
  await assertFinds("store", "problem", "cannot be reached", { STORE: "redis", REDIS_URL: url });
  const [finding] = await about("store", { STORE: "redis", REDIS_URL: url });
  assert.not.match(JSON.stringify(finding), "geheim");
});

test("a Redis without AOF is a warning, one with it is none", async () => {
  await assertFinds("durability", "warning", "without AOF", onRedis());
  await redis.cli("CONFIG", "SET", "appendonly", "yes", "appendfsync", "no");
  await assertFinds("durability", "warning", "appendfsync no", onRedis());
  await redis.cli("CONFIG", "SET", "appendfsync", "everysec");
  await assertFinds("durability", "ok", "everysec", onRedis());
});

test("a Redis that evicts is a warning, and so is one that is nearly full", async () => {
  await assertFinds("eviction", "ok", "forgets nothing", onRedis());
  await redis.cli("CONFIG", "SET", "maxmemory", "100mb", "maxmemory-policy", "allkeys-lru");
  await assertFinds("eviction", "warning", "allkeys-lru", onRedis());
  await redis.cli("CONFIG", "SET", "maxmemory", "1mb", "maxmemory-policy", "noeviction");
  await assertFinds("memory", "warning", "of 1 MB", onRedis());
  await redis.cli("CONFIG", "SET", "maxmemory", "0");
});

test("its version, its latency and its clock are said", async () => {
  await assertFinds("Redis", "ok", /Version \d+\.\d+/, onRedis());
  await assertFinds("latency", "ok", /Answers take \d+\.\d ms/, onRedis());
  await assertFinds("clock", "ok", "agree", onRedis());
  await assertFinds("writing", "ok", "announce", onRedis());
});

test("a user whom Redis does not let write is a problem, and Redis's own words are said", async () => {
  await redis.cli("ACL", "SETUSER", "reader", "on", ">secret", "~*", "+@read", "+info", "+ping");
  const url = redis.url.replace("//", "//reader:secret@");
  await assertFinds("writing", "problem", "NOPERM", { STORE: "redis", REDIS_URL: url });
  const findings = await about("writing", { STORE: "redis", REDIS_URL: url });
  assert.not.match(JSON.stringify(findings), "secret");
});

test("a replica is a problem", async () => {
  const replica = await startRedis({ args: ["--replicaof", "127.0.0.1", String(redis.port)] });
  try {
    await assertFinds("Redis", "problem", "is a replica", { ...onRedis(), REDIS_URL: replica.url });
  } finally {
    await replica.stop();
  }
});

test("a cluster's shape is said, and a master without a replica is a warning", async () => {
  const cluster = await startRedisCluster();
  const settings = { STORE: "redis", REDIS_URL: cluster.url };
  try {
    await assertFinds("cluster", "warning", "3 masters and 0 replicas", settings);
    assert.is((await about("Redis", settings)).length, 3);
  } finally {
    await cluster.stop();
  }
});

test("a data directory says its size, its owner and its room", async () => {
  const directory = temporaryFolder();
  await assertFinds("directory", "ok", "no server runs on it", { DATA_DIR: directory });
  await assertFinds("space", "ok", "MB are free", { DATA_DIR: directory });
  const server = await runServer({ DATA_DIR: directory });
  try {
    const words = `process ${process.pid} runs on it`;
    await assertFinds("directory", "ok", words, { DATA_DIR: directory });
  } finally {
    await server.close();
  }
  await assertFinds("directory", "ok", "will be made", { DATA_DIR: join(directory, "a", "b") });
});

test("a data directory that cannot be written is a problem", async () => {
  await assertFinds("directory", "problem", "cannot be written", { DATA_DIR: "/proc/chat" });
});

test("a data directory in memory is a warning", async () => {
  await assertFinds("disk", "warning", "in memory", { DATA_DIR: "/dev/shm/chat-data" });
});

test.run();
