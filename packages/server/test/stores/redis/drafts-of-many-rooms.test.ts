// What becomes one script call, and that rooms which share one do not share its faults.

import * as assert from "uvu/assert";

import { type Redis, startRedis } from "../../../../../test-support/redis.ts";
import { suite } from "../../../../../test-support/suite.ts";
import type { RedisRoomStore } from "../../../src/stores/redis/redis-room-store.ts";
import { codeOf, draft, textsOf } from "../describe-room-store.ts";
import { openRedisStore } from "./open-redis-store.ts";

const test = suite("Drafts of many rooms", { needs: ["redis-server"] });

let redis: Redis;
let store: RedisRoomStore;

test.before(async () => {
  redis = await startRedis();
});

test.before.each(async () => {
  await redis.cli("FLUSHALL");
  store = await openRedisStore(redis.url, { limit: 400, ttlMs: 600_000 });
});

test.after.each(() => store.close());

test.after(() => redis.stop());

const rooms = (count: number) => Array.from({ length: count }, (_, index) => `room${index}`);

/** How many scripts Redis ran while something was done. */
async function scriptsDuring(act: () => Promise<unknown>): Promise<number> {
  // The first call of a script brings it along by another command.
  await store.append(draft("before", { room: "before" }));
  await redis.cli("CONFIG", "RESETSTAT");
  await act();
  const stats = await redis.cli("INFO", "commandstats");
  return Number(/cmdstat_evalsha:calls=(\d+)/.exec(stats)?.[1] ?? 0);
}

test("what comes for several rooms in one turn is one call, each room's in its order", async () => {
  // Each room is known by its own entries, whichever is the first of a call.
  await Promise.all(rooms(20).map((room) => store.append(draft("zero", { room }))));
  const appended: Promise<unknown>[] = [];
  const calls = await scriptsDuring(() => {
    for (const text of ["one", "two", "three"]) {
      for (const room of rooms(20)) appended.push(store.append(draft(text, { room })));
    }
    return Promise.all(appended);
  });
  assert.is(calls, 1);
  for (const room of rooms(20)) {
    const { messages } = await store.load(room);
    assert.equal(textsOf(messages), ["zero", "one", "two", "three"]);
    assert.equal(
      messages.map(({ prev }) => prev),
      [0, ...messages.slice(0, -1).map(({ id }) => id)],
    );
  }
});

test("a call that is full leaves the rest to the next", async () => {
  const calls = await scriptsDuring(() =>
    Promise.all(
      rooms(6).flatMap((room) =>
        Array.from({ length: 100 }, (_, index) => store.append(draft(`${index}`, { room }))),
      ),
    ),
  );
  assert.is(calls, 2);
  for (const room of rooms(6)) assert.is((await store.load(room)).messages.length, 100);
});

test("each room's nonces are its own", async () => {
  const post = () =>
    Promise.all(
      rooms(3).flatMap((room) =>
        ["one", "two"].map((text) => store.append(draft(text, { room, nonce: text }))),
      ),
    );
  const first = await post();
  const again = await post();
  assert.equal(
    again,
    first.map(({ message }) => ({ message, repeated: true })),
  );
  assert.is(new Set(first.map(({ message }) => message.json)).size, 6);
});

test("rooms with another key or another's entries hurt none of those that share their call", async () => {
  await redis.cli("SET", "room:room1:messages", "not a list");
  await redis.cli("LPUSH", "room:room3:messages", "garbage");
  const calls = rooms(5).map((room) => codeOf(() => store.append(draft("one", { room }))));
  assert.equal(await Promise.all(calls), ["none", "internal", "none", "none", "none"]);
  for (const room of ["room0", "room2", "room3", "room4"]) {
    assert.equal(textsOf((await store.load(room)).messages), ["one"]);
  }
  assert.is(await redis.cli("GET", "room:room1:messages"), "not a list");
});

test("where Redis takes nothing, all of a call are told so, and nothing is stored", async () => {
  await redis.cli("CONFIG", "SET", "maxmemory", "1");
  try {
    const calls = rooms(3).map((room) => codeOf(() => store.append(draft("one", { room }))));
    assert.equal(await Promise.all(calls), ["unavailable", "unavailable", "unavailable"]);
  } finally {
    await redis.cli("CONFIG", "SET", "maxmemory", "0");
  }
  for (const room of rooms(3)) assert.is((await store.load(room)).messages.length, 0);
});

test.run();
