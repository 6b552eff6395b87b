// Scripts run by their digest: what Redis is sent, and that a script it forgot runs all the same, once.

import { Redis } from "ioredis";
import * as assert from "uvu/assert";

import { type Redis as RedisServer, startRedis } from "../../../../../test-support/redis.ts";
import { suite } from "../../../../../test-support/suite.ts";
import { type RunScript, runScripts } from "../../../src/stores/redis/script.ts";

const test = suite("runScripts", { needs: ["redis-server"] });

let server: RedisServer;
let redis: Redis;
let scripts: Record<"add" | "count", RunScript>;

test.before(async () => {
  server = await startRedis();
});
test.after(() => server.stop());

test.before.each(async () => {
  redis = new Redis(server.url, { protocol: 2 });
  await redis.flushall();
  await redis.script("FLUSH");
  await redis.config("RESETSTAT");
  scripts = runScripts(redis, {
    add: { lua: "return redis.call('INCRBY', KEYS[1], ARGV[1])", numberOfKeys: 1 },
    count: { lua: "return {#KEYS, #ARGV}" },
  });
});
test.after.each(() => redis.disconnect());

/** How often Redis was asked to run a script, by command. */
async function calls(): Promise<Record<string, number>> {
  const stats = await redis.info("commandstats");
  const found = stats.matchAll(/^cmdstat_(eval|evalsha):calls=(\d+)/gm);
  return Object.fromEntries([...found].map(([, name, count]) => [name, Number(count)]));
}

test("a script is sent whole once, by its digest from then on, also in the same turn", async () => {
  assert.equal(
    await Promise.all([scripts.add("n", "1"), scripts.add("n", "2"), scripts.add("n", "3")]),
    [1, 3, 6],
  );
  assert.is(await scripts.add("n", "4"), 10);
  assert.equal(await calls(), { eval: 1, evalsha: 3 });
});

test("where the script does not say how many keys it has, the first argument does", async () => {
  assert.equal(await scripts.count(2, "a", "b", "c"), [2, 1]);
  assert.equal(await scripts.count(0, "c"), [0, 1]);
});

test("a script that Redis forgot is sent whole again, and runs once", async () => {
  await scripts.add("n", "1");
  await redis.script("FLUSH");
  assert.is(await scripts.add("n", "1"), 2);
  assert.is(await scripts.add("n", "1"), 3);
  assert.equal(await calls(), { eval: 2, evalsha: 2 });
});

test("what else goes wrong is said as it is, and nothing runs again", async () => {
  await scripts.add("n", "1");
  await redis.set("n", "no number");
  for (const attempt of [1, 2]) {
    const error = await scripts.add("n", "1").then(
      () => undefined,
      (failure: unknown) => failure as Error,
    );
    assert.match(error?.message ?? "", "not an integer", `attempt ${attempt}`);
  }
  assert.equal(await calls(), { eval: 1, evalsha: 2 });
});

test.run();
