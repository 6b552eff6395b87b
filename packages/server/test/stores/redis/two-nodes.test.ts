// Two nodes on one Redis: one order, one presence, one set of nonces.

import * as assert from "uvu/assert";

import { type Redis, startRedis } from "../../../../../test-support/redis.ts";
import { suite } from "../../../../../test-support/suite.ts";
import type { RedisRoomStore } from "../../../src/stores/redis/redis-room-store.ts";
import { draft, follow, messagesOf, presenceOf, textsOf } from "../describe-room-store.ts";
import { openRedisStore } from "./open-redis-store.ts";

const test = suite("Two nodes on one Redis", { needs: ["redis-server"] });

const RETENTION = { limit: 1_000, ttlMs: 600_000 };
let redis: Redis;
let here: RedisRoomStore;
let there: RedisRoomStore;

test.before(async () => {
  redis = await startRedis();
});

test.before.each(async () => {
  await redis.cli("FLUSHALL");
  here = await openRedisStore(redis.url, RETENTION);
  there = await openRedisStore(redis.url, RETENTION);
});

test.after.each(async () => {
  await here.close();
  await there.close();
});

test.after(() => redis.stop());

test("what both append at once has one order, which both hear, and it is that of the history", async () => {
  const heard = await Promise.all([follow(here), follow(there)]);
  const work = Array.from({ length: 400 }, async (_, index) => {
    const store = index % 2 ? here : there;
    if (index % 20 === 0) await store.enter("general", `s${index}`, `name${index}`);
    await store.append(draft(`text ${index}`));
  });
  await Promise.all(work);
  for (const one of heard) {
    await one.until(
      "all of it",
      (all) => messagesOf(all).length === 400 && presenceOf(all).length === 20,
    );
  }
  // A batch may be one announcement or several: what counts is the order of what is in them.
  const [mine, theirs] = heard.map(({ all }) =>
    all.flatMap((one) => {
      if (one.type === "messages") return one.messages.map(({ json }) => json);
      return "json" in one ? [one.json] : [one.type];
    }),
  );
  assert.equal(mine, theirs);
  const { messages } = await here.load("general");
  assert.equal(messagesOf(heard[0]?.all ?? []), messages);
  for (const [index, { prev, id }] of messages.entries()) {
    assert.is(prev, messages[index - 1]?.id ?? 0);
    assert.ok(id > prev);
  }
});

test("a name with sessions on both comes once and leaves once, with the last one", async () => {
  const heard = await follow(there);
  await here.enter("general", "s1", "ada");
  await there.enter("general", "s1", "ada");
  await here.exit("general", "s1", "left");
  assert.equal(await here.members("general"), ["ada"]);
  await there.exit("general", "s1", "disconnected");
  await heard.until("both", (all) => presenceOf(all).length >= 2);
  await here.append(draft("end"));
  await heard.until("the end", (all) => messagesOf(all).length === 1);
  assert.equal(presenceOf(heard.all), [
    "joined ada by s1, 1 here",
    "left ada by s1, 0 here, disconnected",
  ]);
});

test("reconcile of one node leaves the sessions of the other alone", async () => {
  await here.enter("general", "s1", "ada");
  await there.enter("general", "s2", "bob");
  await here.reconcile("general", new Map());
  assert.equal(await here.members("general"), ["bob"]);
});

test("a retry on the other node is the same message", async () => {
  const first = await here.append(draft("once", { nonce: "n" }));
  assert.equal(await there.append(draft("once", { nonce: "n" })), {
    message: first.message,
    repeated: true,
  });
  const both = await Promise.all(
    Array.from({ length: 20 }, (_, index) =>
      (index % 2 ? here : there).append(draft("twice", { nonce: "m" })),
    ),
  );
  assert.is(new Set(both.map(({ message }) => message.id)).size, 1);
  assert.equal(textsOf((await here.load("general")).messages), ["once", "twice"]);
});

test.run();
