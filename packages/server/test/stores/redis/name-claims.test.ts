// What two nodes make of claims in Redis, and what stands there.

import * as assert from "uvu/assert";

import { type Redis, startRedis } from "../../../../../test-support/redis.ts";
import { suite } from "../../../../../test-support/suite.ts";
import type { RedisRoomStore } from "../../../src/stores/redis/redis-room-store.ts";
import { codeOf } from "../describe-room-store.ts";
import { openRedisStore } from "./open-redis-store.ts";

const test = suite("claims of two nodes on one Redis", { needs: ["redis-server"] });

const HOUR_MS = 3_600_000;
let shared: Redis;
let here: RedisRoomStore;
let there: RedisRoomStore;

test.before(async () => {
  shared = await startRedis();
  here = await openRedisStore(shared.url);
  there = await openRedisStore(shared.url);
});

test.after(async () => {
  await here.close();
  await there.close();
  await shared.stop();
});

test("of two first claims at once on two nodes one wins, a hundred times", async () => {
  for (let round = 0; round < 100; round++) {
    const look = `name${round}`;
    const answers = await Promise.all(
      [here, there].map(({ claims }, index) =>
        claims.claim(look, { username: look, proof: String(index).repeat(43) }, HOUR_MS),
      ),
    );
    assert.equal(answers[0], answers[1]);
  }
});

test("a claim is one key with a time to live, and holds no secret", async () => {
  await here.claims.claim("ada", { username: "Ada", proof: "p".repeat(43) }, HOUR_MS);
  assert.is((await shared.cli("GET", "chat:name:ada")).trim(), `${"p".repeat(43)} Ada`);
  const ttl = Number(await shared.cli("PTTL", "chat:name:ada"));
  assert.ok(ttl > HOUR_MS - 60_000 && ttl <= HOUR_MS, String(ttl));
});

test("what something else wrote under a claim's key belongs to nobody, and breaks nothing", async () => {
  await shared.cli("SET", "chat:name:odd", "nonsense");
  assert.is(await here.claims.find("odd"), undefined);
  await shared.cli("LPUSH", "chat:name:list", "nonsense");
  assert.is(await codeOf(() => here.claims.find("list")), "internal");
});

test.run();
