// test-timeout: 180s
// Export and import as an operator runs them: between Redis, a cluster, the disk and files, with nothing lost on the way.

import { existsSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import * as assert from "uvu/assert";

import { type ExitStatus, startChild } from "../../../../test-support/child.ts";
import { type RedisCluster, startRedisCluster } from "../../../../test-support/redis-cluster.ts";
import { type Redis, startRedis } from "../../../../test-support/redis.ts";
import { suite } from "../../../../test-support/suite.ts";
import type { ImportWishes } from "../../src/archive/import-rooms.ts";
import { runExport } from "../../src/commands/export.ts";
import { runImport } from "../../src/commands/import.ts";
import { type Settings, parseConfig } from "../../src/config.ts";
import { detectRedis, parseRedisUrl } from "../../src/stores/redis/connect.ts";
import { RedisRoomArchive } from "../../src/stores/redis/redis-room-archive.ts";
import { type Connection, Connections } from "../support/connection.ts";
import { ask, post } from "../support/http.ts";
import { type TestServer, runServer } from "../support/running-server.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const test = suite("chat-server export and import", { needs: ["redis-server"], timeoutMs: 60_000 });

const PROGRAM = fileURLToPath(new URL("../../bin/chat-server.js", import.meta.url));
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

/** Runs it to its end, as a process. */
async function run(...args: string[]): Promise<ExitStatus & { said: string }> {
  const env = { PATH: process.env["PATH"] };
  const child = await startChild(process.execPath, [PROGRAM, ...args], { env });
  const status = await child.exited;
  return { ...status, said: child.logs };
}

/** Exports in this process, which takes a tenth of the time. */
async function exportTo(file: string, store: Settings, rooms?: string[]): Promise<string> {
  const said: string[] = [];
  await runExport(parseConfig(store), file, rooms, (sentence) => said.push(sentence));
  return said.join("\n");
}

/** Imports in this process. */
async function importFrom(
  file: string,
  store: Settings,
  wishes: Partial<ImportWishes> = {},
): Promise<{ ok: boolean; said: string }> {
  const said: string[] = [];
  const all = { only: undefined, replace: false, renew: false, ...wishes };
  const ok = await runImport(parseConfig(store), file, all, (sentence) => said.push(sentence));
  return { ok, said: said.join("\n") };
}

async function mustImport(file: string, store: Settings): Promise<string> {
  const { ok, said } = await importFrom(file, store);
  assert.ok(ok, said);
  return said;
}

function embedded(directory: string): Settings {
  return { STORE: "embedded", DATA_DIR: directory };
}

function onRedis(url = redis.url): Settings {
  return { REDIS_URL: url };
}

/** What an archive holds besides the moment it was made. */
function contentOf(file: string): string[] {
  return readFileSync(file, "utf8").split("\n").slice(1);
}

async function say(server: TestServer, room: string, message: string, nonce?: string) {
  const { status, json } = await post(
    server.url,
    `/api/rooms/${encodeURIComponent(room)}/messages`,
    {
      ...{ username: "ada", message },
      ...(nonce && { nonce }),
    },
  );
  assert.is(status, 201);
  return json.message;
}

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
  const said = await mustImport(first, onRedis());
  assert.match(said, `Imported 2 rooms with 6 messages into Redis at ${redis.url}`);
  await exportTo(second, onRedis());
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
  await mustImport(file, onRedis());

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
    const { ok, said } = await importFrom(file, onRedis());
    assert.not.ok(ok);
    assert.match(said, "Kept the owners of 1 name");
    assert.match(said, "Somebody else's here: mallory.");
    await own(target, "eve", "e".repeat(32));
    const thief = await connections.open(target.url);
    const refusal = await thief.refusal("join", { room: "general", username: "eve" });
    assert.is(refusal.code, "username_taken");
    const again = join(folder, "again.jsonl");
    await exportTo(again, onRedis());
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
  await exportTo(file, onRedis());
  await mustImport(file, onRedis(cluster.url));
  const other = join(folder, "other");
  await exportTo(join(folder, "2.jsonl"), onRedis(cluster.url), ["quiet"]);
  await mustImport(join(folder, "2.jsonl"), embedded(other));
  await exportTo(join(folder, "3.jsonl"), embedded(other), ["quiet"]);
  for (const name of ["2.jsonl", "3.jsonl"]) {
    assert.equal(contentOf(join(folder, name)), contentOf(file));
  }
  await redis.cli("DEL", key);
  await mustImport(file, onRedis());
  assert.is(await redis.cli("HGET", key, "topic"), "deploys\nonly");
  assert.is(await redis.cli("PEXPIRETIME", key), until);
  await redis.cli("HSET", key, "v", "1700000000000001", "topic", "newer");
  assert.match(await mustImport(file, onRedis()), "had everything already");
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
    await exportTo(file, onRedis());
    await say(server, "general", "two");
    const before = await redis.cli("LRANGE", "room:general:messages", "0", "-1");
    assert.match(await mustImport(file, onRedis()), "1 room had everything");
    assert.is(await redis.cli("LRANGE", "room:general:messages", "0", "-1"), before);
  } finally {
    await server.close();
  }
});

test("a room that holds other messages is left as it is, unless told", async () => {
  const folder = temporaryFolder();
  const file = join(folder, "rooms.jsonl");
  const source = await runServer({ STORE: "embedded", DATA_DIR: join(folder, "data") });
  const old = await say(source, "general", "from the disk");
  await say(source, "ops", "elsewhere");
  await source.close();
  await exportTo(file, embedded(join(folder, "data")));
  const target = await runServer({ STORE: "auto", REDIS_URL: redis.url });
  try {
    const own = await say(target, "general", "from here");
    const { code, said } = await run("import", file, "--redis-url", redis.url);
    assert.is(code, 1);
    assert.match(said, "Imported 1 room with 1 message");
    assert.match(said, /hold other messages: general\.\n.*--replace/);
    const history = async () =>
      (await ask(target.url, "/api/rooms/general/history")).json.messages as unknown[];
    assert.equal(await history(), [own]);
    await importFrom(file, onRedis(), {
      replace: true,
      only: ["general"],
    });
    assert.equal(await history(), [old]);
  } finally {
    await target.close();
  }
});

test("people in the room hear what is imported, in order, while their server runs", async () => {
  const folder = temporaryFolder();
  const file = join(folder, "rooms.jsonl");
  const source = await runServer({ STORE: "embedded", DATA_DIR: join(folder, "data") });
  for (const text of ["one", "two", "three"]) await say(source, "general", text);
  await source.close();
  await exportTo(file, embedded(join(folder, "data")));
  const server = await runServer({ STORE: "auto", REDIS_URL: redis.url });
  try {
    const bob: Connection = await connections.join(server.url, "bob");
    await mustImport(file, onRedis());
    await bob.untilText("three");
    assert.equal(bob.texts, ["one", "two", "three"]);
  } finally {
    connections.closeAll();
    await server.close();
  }
});

test("what a server writes between the reading and the writing of a room is not lost", async () => {
  const address = await detectRedis(parseRedisUrl(redis.url));
  const archive = await RedisRoomArchive.open(address, 3_600);
  const server = await runServer({ STORE: "auto", REDIS_URL: redis.url });
  try {
    const one = await say(server, "general", "one");
    const found = await archive.read("general");
    const two = await say(server, "general", "two");
    const history = { messages: found.messages, expiresAt: Date.now() + 60_000 };
    assert.is(await archive.write(found, history), false);
    const { json } = await ask(server.url, "/api/rooms/general/history");
    assert.equal(json.messages, [one, two]);
    assert.is(await archive.write(await archive.read("general"), history), true);
  } finally {
    await archive.close();
    await server.close();
  }
});

test("a history that has expired meanwhile stays away, unless it is renewed", async () => {
  const file = join(temporaryFolder(), "rooms.jsonl");
  const server = await runServer({ STORE: "auto", REDIS_URL: redis.url });
  await say(server, "general", "one");
  await server.close();
  await exportTo(file, onRedis());
  const past = new Date(Date.now() - 1_000).toISOString();
  writeFileSync(
    file,
    readFileSync(file, "utf8").replace(/"expiresAt":"[^"]+"/, `"expiresAt":"${past}"`),
  );
  await redis.cli("FLUSHALL");
  assert.match(await mustImport(file, onRedis()), /1 room left out.*--renew/);
  assert.is(await redis.cli("EXISTS", "room:general:messages"), "0");
  await importFrom(file, onRedis(), { renew: true });
  const ttl = Number(await redis.cli("TTL", "room:general:messages"));
  assert.ok(ttl > 86_000 && ttl <= 86_400, String(ttl));
});

test("a data directory that a server runs on is left alone, in one sentence", async () => {
  const directory = temporaryFolder();
  const server = await runServer({ STORE: "embedded", DATA_DIR: directory });
  try {
    for (const args of [["export"], ["import", "/dev/null"]]) {
      const { code, said } = await run(...args, "--store", "embedded", "--data-dir", directory);
      assert.is(code, 1);
      assert.is(said.trimEnd().split("\n").length, 1, said);
      assert.match(said, /stop the server first/);
    }
  } finally {
    await server.close();
  }
});

test("nothing is made where there is nothing to export, and no half of a file is left", async () => {
  const folder = temporaryFolder();
  const missing = join(folder, "missing");
  const none = await run(
    "export",
    join(folder, "out"),
    "--store",
    "embedded",
    "--data-dir",
    missing,
  );
  assert.is(none.code, 1);
  assert.match(none.said, `${missing} is not there`);
  assert.not.ok(existsSync(missing));
  const unwritable = await run("export", join(folder, "no", "out"), "--redis-url", redis.url);
  assert.is(unwritable.code, 1);
  assert.match(unwritable.said, "cannot be written");
  assert.not.ok(existsSync(join(folder, "out")));
});

test("what is no archive is refused in one line", async () => {
  const file = join(temporaryFolder(), "other.jsonl");
  writeFileSync(file, '{"type":"message"}\n');
  const { code, said } = await run("import", file, "--redis-url", redis.url);
  assert.is(code, 1);
  assert.is(
    said,
    "chat-server: Line 1 of the archive should say that this is an archive of the chat.\n",
  );
  const absent = await run("import", `${file}.not`, "--redis-url", redis.url);
  assert.match(absent.said, "cannot be read (ENOENT)");
});

test.run();
