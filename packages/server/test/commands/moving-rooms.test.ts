// test-timeout: 180s
// Export and import: between Redis, a cluster, the disk and files, with nothing lost on the way.

import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";

import * as assert from "uvu/assert";

import { type RedisCluster, startRedisCluster } from "../../../../test-support/redis-cluster.ts";
import { type Redis, startRedis } from "../../../../test-support/redis.ts";
import { suite } from "../../../../test-support/suite.ts";
import { Connections } from "../support/connection.ts";
import { ask } from "../support/http.ts";
import {
  contentOf,
  embedded,
  exportTo,
  importFrom,
  mustImport,
  onRedis,
  say,
} from "../support/moving.ts";
import { type TestServer, runServer } from "../support/running-server.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const test = suite("chat-server export and import", { needs: ["redis-server"], timeoutMs: 60_000 });

const connections = new Connections();
let redis: Redis;
let cluster: RedisCluster;

test.before(async () => {
  redis = await startRedis();
  cluster = await startRedisCluster();
});

test.before.each(() => redis.cli("FLUSHALL").then(() => undefined));
test.after.each(() => connections.closeAll());
test.after(() => redis.stop());
test.after(() => cluster.stop());

test("rooms go from disk to file to Redis to a cluster and back, and are the same to the character", async () => {
  const folder = temporaryFolder();
  const [first, second, third, last] = [1, 2, 3, 4].map((n) => join(folder, `${n}.jsonl`)) as [
    ...[string, string, string, string],
  ];
  const directory = join(folder, "data");
  const server = await runServer({ STORE: "embedded", DATA_DIR: directory, HISTORY_LIMIT: "5" });
  for (let index = 0; index < 8; index++) {
    await say(server, "general", `text ${index} \u6f22\n"quoted"`, `n-${index}`);
  }
  await say(server, "\u00dcbung", "elsewhere");
  await server.close();

  await exportTo(first, { ...embedded(directory), HISTORY_LIMIT: "5" });
  const said = await mustImport(first, onRedis(redis.url));
  assert.match(said, `Imported 2 rooms with 6 messages into Redis at ${redis.url}`);
  await exportTo(second, onRedis(redis.url));
  await mustImport(second, onRedis(cluster.url));
  await exportTo(third, onRedis(cluster.url));
  await mustImport(third, embedded(join(folder, "other")));
  await exportTo(last, embedded(join(folder, "other")));

  for (const file of [second, third, last]) assert.equal(contentOf(file), contentOf(first));
  assert.is(statSync(first).mode & 0o077, 0, "others may read what people wrote");
});

test("what is imported is what was there: ids, expiry, and which nonce stands for what", async () => {
  const folder = temporaryFolder();
  const file = join(folder, "rooms.jsonl");
  const source = await runServer({ STORE: "embedded", DATA_DIR: join(folder, "data") });
  const one = await say(source, "general", "one");
  const two = await say(source, "general", "two", "n-2");
  await source.close();
  await exportTo(file, embedded(join(folder, "data")));
  await mustImport(file, onRedis(redis.url));

  const until = Number(await redis.cli("PEXPIRETIME", "room:general:messages"));
  assert.is(until, Date.parse(two.timestamp) + 86_400_000);
  const target = await runServer({ STORE: "auto", REDIS_URL: redis.url });
  try {
    assert.equal(await say(target, "general", "two", "n-2"), two);
    const three = await say(target, "general", "three");
    assert.is(three.prev, two.id);
    const { json } = await ask(target.url, "/api/rooms/general/history");
    assert.equal(json.messages, [one, two, three]);
    assert.is((await ask(target.url, "/api/rooms")).json.rooms[0].room, "general");
  } finally {
    await target.close();
  }
});

test("a name stays its owner's, and one that is somebody else's there is left to them", async () => {
  const folder = temporaryFolder();
  const file = join(folder, "rooms.jsonl");
  const source = await runServer({ STORE: "embedded", DATA_DIR: join(folder, "data") });
  await own(source, "eve", "e".repeat(32));
  await own(source, "mallory", "m".repeat(32));
  await source.close();
  await exportTo(file, embedded(join(folder, "data")));
  const target = await runServer({ STORE: "auto", REDIS_URL: redis.url });
  try {
    await own(target, "mallory", "x".repeat(32));
    const { ok, said } = await importFrom(file, onRedis(redis.url));
    assert.not.ok(ok);
    assert.match(said, "Kept the owners of 1 name");
    assert.match(said, "Somebody else's here: mallory.");
    await own(target, "eve", "e".repeat(32));
    const thief = await connections.open(target.url);
    const refusal = await thief.refusal("join", { room: "general", username: "eve" });
    assert.is(refusal.code, "username_taken");
    const again = join(folder, "again.jsonl");
    await exportTo(again, onRedis(redis.url));
    assert.match(readFileSync(again, "utf8"), '"type":"name","username":"eve"');
  } finally {
    connections.closeAll();
    await target.close();
  }
});

test("what operators set for a room goes along, and older settings never take the place of newer", async () => {
  const folder = temporaryFolder();
  const file = join(folder, "rooms.jsonl");
  const key = "{room:quiet:messages}:rules";
  await redis.cli("HSET", key, "v", "1700000000000000", "topic", "deploys\nonly", "closed", "1");
  await redis.cli("PEXPIRE", key, "500000");
  const until = await redis.cli("PEXPIRETIME", key);
  await exportTo(file, onRedis(redis.url));
  await mustImport(file, onRedis(cluster.url));
  const other = join(folder, "other");
  await exportTo(join(folder, "2.jsonl"), onRedis(cluster.url), ["quiet"]);
  await mustImport(join(folder, "2.jsonl"), embedded(other));
  await exportTo(join(folder, "3.jsonl"), embedded(other), ["quiet"]);
  for (const name of ["2.jsonl", "3.jsonl"]) {
    assert.equal(contentOf(join(folder, name)), contentOf(file));
  }
  await redis.cli("DEL", key);
  await mustImport(file, onRedis(redis.url));
  assert.is(await redis.cli("HGET", key, "topic"), "deploys\nonly");
  assert.is(await redis.cli("PEXPIRETIME", key), until);
  await redis.cli("HSET", key, "v", "1700000000000001", "topic", "newer");
  assert.match(await mustImport(file, onRedis(redis.url)), "had everything already");
  assert.is(await redis.cli("HGET", key, "topic"), "newer");
});

/** Joins under a name, with the secret that makes it one's own. */
async function own(server: TestServer, username: string, secret: string): Promise<void> {
  const connection = await connections.open(server.url, { auth: { secret } });
  await connection.get("join", { room: "general", username });
}

test("importing twice changes nothing, and an import after new messages neither", async () => {
  const file = join(temporaryFolder(), "rooms.jsonl");
  const server = await runServer({ STORE: "auto", REDIS_URL: redis.url });
  try {
    await say(server, "general", "one");
    await exportTo(file, onRedis(redis.url));
    await say(server, "general", "two");
    const before = await redis.cli("LRANGE", "room:general:messages", "0", "-1");
    assert.match(await mustImport(file, onRedis(redis.url)), "1 room had everything");
    assert.is(await redis.cli("LRANGE", "room:general:messages", "0", "-1"), before);
  } finally {
    await server.close();
  }
});

test.run();
