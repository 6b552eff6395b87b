// test-timeout: 180s
// Export and import where something is in the way: other messages, a server that runs, a file that is none.

import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import * as assert from "uvu/assert";

import { type Redis, startRedis } from "../../../../test-support/redis.ts";
import { suite } from "../../../../test-support/suite.ts";
import { detectRedis, parseRedisUrl } from "../../src/stores/redis/connect.ts";
import { RedisRoomArchive } from "../../src/stores/redis/redis-room-archive.ts";
import { type Connection, Connections } from "../support/connection.ts";
import { ask } from "../support/http.ts";
import {
  embedded,
  exportTo,
  importFrom,
  mustImport,
  onRedis,
  run,
  say,
} from "../support/moving.ts";
import { runServer } from "../support/running-server.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const test = suite("what import and export leave alone", {
  needs: ["redis-server"],
  timeoutMs: 60_000,
});

const connections = new Connections();
let redis: Redis;

test.before(async () => {
  redis = await startRedis();
});

test.before.each(() => redis.cli("FLUSHALL").then(() => undefined));
test.after.each(() => connections.closeAll());
test.after(() => redis.stop());

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
    await importFrom(file, onRedis(redis.url), {
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
    await mustImport(file, onRedis(redis.url));
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
  await exportTo(file, onRedis(redis.url));
  const past = new Date(Date.now() - 1_000).toISOString();
  writeFileSync(
    file,
    readFileSync(file, "utf8").replace(/"expiresAt":"[^"]+"/, `"expiresAt":"${past}"`),
  );
  await redis.cli("FLUSHALL");
  assert.match(await mustImport(file, onRedis(redis.url)), /1 room left out.*--renew/);
  assert.is(await redis.cli("EXISTS", "room:general:messages"), "0");
  await importFrom(file, onRedis(redis.url), { renew: true });
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
