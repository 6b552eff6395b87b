// What one turn asks of Redis leaves in one write, on a server that answers every command with nothing.

import { type AddressInfo, type Server, createServer } from "node:net";

import * as assert from "uvu/assert";

import { suite } from "../../../../../test-support/suite.ts";
import type { ScriptedConnection } from "../../../src/stores/redis/commands.ts";
import { CorkedRedis } from "../../../src/stores/redis/corked-redis.ts";
import { DraftWriter } from "../../../src/stores/redis/draft-writer.ts";

const test = suite("CorkedRedis");

let server: Server;
let redis: CorkedRedis;

test.before(async () => {
  server = createServer((socket) => {
    socket.on("data", (data) => {
      for (const _ of String(data).matchAll(/^\*\d+\r$/gm)) socket.write("$-1\r\n");
    });
    socket.on("error", () => undefined);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  redis = new CorkedRedis({
    port: (server.address() as AddressInfo).port,
    host: "127.0.0.1",
    protocol: 2,
    enableReadyCheck: false,
    disableClientInfo: true,
  });
  await new Promise((resolve) => redis.once("ready", resolve));
});

test.after(() => {
  redis.disconnect();
  server.close();
});

test("nothing leaves before the turn ends, and then all of it", async () => {
  const answers = [redis.get("a"), redis.get("b"), redis.get("c")];
  assert.is(redis.stream.writableCorked, 1);
  assert.ok(redis.stream.writableLength > 0);
  await new Promise((resolve) => setImmediate(resolve));
  assert.is(redis.stream.writableCorked, 0);
  assert.equal(await Promise.all(answers), [null, null, null]);
});

test("the next turn does the same", async () => {
  const answer = redis.get("d");
  assert.is(redis.stream.writableCorked, 1);
  assert.is(await answer, null);
  assert.is(redis.stream.writableCorked, 0);
});

test("what is in a hurry takes along what the turn asked for before, and does not wait for its end", async () => {
  const answers = [redis.get("e"), redis.get("f")];
  redis.hurry();
  assert.is(redis.stream.writableCorked, 1);
  await new Promise<void>((resolve) => process.nextTick(resolve));
  assert.is(redis.stream.writableCorked, 0);
  const later = redis.get("g");
  assert.is(redis.stream.writableCorked, 1, "the next one waits again");
  assert.equal(await Promise.all([...answers, later]), [null, null, null]);
});

test("drafts are in a hurry", async () => {
  let hurried = 0;
  const commands = Object.create(CorkedRedis.prototype) as ScriptedConnection;
  Object.assign(commands, {
    append: async () => ["2026-11-23T00:00:00.000Z", ["2", "1"]],
    hurry: () => hurried++,
  });
  const writer = new DraftWriter(commands, { limit: 1, ttlMs: 1_000 }, async () => undefined);
  const [appended] = await writer.write("general", [
    { room: "general", username: "ada", message: "hello" },
  ]);
  assert.equal([appended?.message.id, hurried], [2, 1]);
});

test.run();
