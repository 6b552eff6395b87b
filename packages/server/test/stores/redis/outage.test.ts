// test-timeout: 180s
// Redis away, back, full or read-only: what callers hear meanwhile, and that everything goes on after.

import * as assert from "uvu/assert";

import { type Redis, startRedis } from "../../../../../test-support/redis.ts";
import { suite } from "../../../../../test-support/suite.ts";
import type { RedisRoomStore } from "../../../src/stores/redis/redis-room-store.ts";
import { eventually } from "../../support/eventually.ts";
import { Heard } from "../../support/heard.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";
import { codeOf, draft, follow, messagesOf, textsOf } from "../describe-room-store.ts";
import { openRedisStore } from "./open-redis-store.ts";

const test = suite("Redis outage", { needs: ["redis-server"], timeoutMs: 40_000 });

/** Source: the port promises an answer within 4 s, whatever it is. */
const ANSWER_WITHIN_MS = 4_000;
const APPEND_ONLY = ["--appendonly", "yes", "--appendfsync", "always"];
let redis: Redis;
let store: RedisRoomStore;
let reports: Heard<string>;

test.before.each(async () => {
  redis = await startRedis({ dir: temporaryFolder(), args: APPEND_ONLY });
  reports = new Heard();
  store = await openRedisStore(redis.url, { limit: 100, ttlMs: 600_000 }, (state) =>
    reports.add(state),
  );
});

test.after.each(async () => {
  await store.close();
  await redis.kill();
});

/** How a call ended, and that it did so in time. */
async function codeInTime(call: () => Promise<unknown>): Promise<string> {
  const started = performance.now();
  const code = await codeOf(call);
  const took = performance.now() - started;
  assert.ok(took < ANSWER_WITHIN_MS, `it took ${took} ms`);
  return code;
}

async function untilServed(): Promise<void> {
  await eventually(() => store.check());
}

test("while Redis hangs every call fails in time, and afterwards all goes on by itself", async () => {
  await store.append(draft("one"));
  const heard = await follow(store);
  redis.signal("SIGSTOP");
  const codes = await Promise.all([
    codeInTime(() => store.append(draft("lost?", { nonce: "n" }))),
    codeInTime(() => store.append(draft("behind it"))),
    codeInTime(() => store.load("general")),
    codeInTime(() => store.enter("general", "s1", "ada")),
    codeInTime(() => store.reconcile("general", new Map())),
    codeInTime(() => store.check()),
    codeInTime(() => store.follow("other", () => undefined)),
    codeInTime(() => store.rooms()),
  ]);
  assert.equal(new Set(codes), new Set(["unavailable"]));
  await reports.has("lost");
  redis.signal("SIGCONT");
  await reports.has("recovered");
  await untilServed();
  await eventually(() => store.append(draft("lost?", { nonce: "n" })));
  await store.append(draft("end"));
  await heard.until("the end", (all) => textsOf(messagesOf(all)).includes("end"));
  const texts = textsOf((await store.load("general")).messages);
  assert.is(texts.filter((text) => text === "lost?").length, 1);
  assert.is(texts.at(-1), "end");
});

test("a Redis that was killed and started again has all that was acknowledged, and is found again", async () => {
  const heard = await follow(store);
  const before = await store.append(draft("one", { nonce: "n" }));
  await heard.until("one", (all) => messagesOf(all).length === 1);
  const { port } = redis;
  const dir = (await redis.cli("CONFIG", "GET", "dir")).split("\n")[1] ?? "";
  await redis.kill();
  assert.is(await codeInTime(() => store.append(draft("two"))), "unavailable");
  redis = await startRedis({ port, dir, args: APPEND_ONLY });
  await untilServed();
  await heard.until("interruption", (all) => all.some(({ type }) => type === "interrupted"));
  assert.equal(await store.append(draft("one", { nonce: "n" })), {
    message: before.message,
    repeated: true,
  });
  const after = await store.append(draft("three"));
  assert.is(after.message.prev, before.message.id);
  await heard.until("three", (all) => textsOf(messagesOf(all)).includes("three"));
});

test("where only the subscriptions' connection is cut, followers are told, and hear all that comes later", async () => {
  const heard = await follow(store);
  await redis.cli("CLIENT", "KILL", "TYPE", "pubsub");
  await heard.until("interruption", (all) => all.some(({ type }) => type === "interrupted"));
  const { message } = await store.append(draft("one"));
  await heard.until("one", (all) => messagesOf(all).some(({ id }) => id === message.id));
});

test("where only the commands' connection is cut, calls work again at once", async () => {
  await redis.cli("CLIENT", "KILL", "TYPE", "normal");
  await eventually(() => store.append(draft("one")), ANSWER_WITHIN_MS);
});

for (const [what, on, off] of [
  ["out of memory", ["CONFIG", "SET", "maxmemory", "1"], ["CONFIG", "SET", "maxmemory", "0"]],
  ["read-only", ["REPLICAOF", "127.0.0.1", "1"], ["REPLICAOF", "NO", "ONE"]],
] as const) {
  test(`a Redis that is ${what} refuses messages as unavailable and changes nothing; reading goes on`, async () => {
    const { message } = await store.append(draft("one"));
    await redis.cli(...on);
    for (let attempt = 0; attempt < 3; attempt++) {
      assert.is(await codeInTime(() => store.append(draft("two", { nonce: "n" }))), "unavailable");
    }
    const { messages } = await eventually(() => store.load("general"));
    assert.equal(messages, [message]);
    await redis.cli(...off);
    const { repeated } = await eventually(() => store.append(draft("two", { nonce: "n" })));
    assert.not.ok(repeated);
    assert.equal(textsOf((await store.load("general")).messages), ["one", "two"]);
  });
}

test("following settles once Redis has confirmed it, and not before", async () => {
  const pausedMs = 400;
  await redis.cli("CLIENT", "PAUSE", String(pausedMs), "ALL");
  const started = performance.now();
  await follow(store);
  assert.ok(performance.now() - started > pausedMs / 2, "Redis could not have answered by then");
});

test("opening fails in time where nothing answers", async () => {
  const { url } = redis;
  await redis.kill();
  const started = performance.now();
  try {
    await openRedisStore(url);
    assert.unreachable();
  } catch {
    assert.ok(performance.now() - started < ANSWER_WITHIN_MS);
  }
});

test.run();
