// What is in Redis, read with redis-cli, as an operator or another program would see it.

import * as assert from "uvu/assert";

import { type Message, readMessage } from "@chat/protocol";

import { type Redis, startRedis } from "../../../../../test-support/redis.ts";
import { suite } from "../../../../../test-support/suite.ts";
import type { RedisRoomStore } from "../../../src/stores/redis/redis-room-store.ts";
import { codeOf, draft, follow, messagesOf, textsOf } from "../describe-room-store.ts";
import { openRedisStore } from "./open-redis-store.ts";

const test = suite("Redis layout", { needs: ["redis-server"] });

const LIST = "room:general:messages";
let redis: Redis;
let store: RedisRoomStore;

test.before(async () => {
  redis = await startRedis();
});

test.before.each(async () => {
  await redis.cli("FLUSHALL");
  store = await openRedisStore(redis.url, { limit: 5, ttlMs: 600_000 });
});

test.after.each(() => store.close());

test.after(() => redis.stop());

async function lines(...args: string[]): Promise<string[]> {
  const text = await redis.cli(...args);
  return text === "" ? [] : text.split("\n");
}

test("a history is the LIST room:{room}:messages, newest first, of JSON messages, within the limit", async () => {
  for (let index = 0; index < 8; index++) await store.append(draft(`text ${index}`));
  assert.is(await redis.cli("TYPE", LIST), "list");
  const entries = (await lines("LRANGE", LIST, "0", "-1")).map((one) => JSON.parse(one) as Message);
  assert.equal(
    entries.map(({ message }) => message),
    ["text 7", "text 6", "text 5", "text 4", "text 3"],
  );
  for (const [index, entry] of entries.entries()) {
    assert.equal(readMessage(entry), entry);
    const older = entries[index + 1];
    if (older) assert.is(entry.prev, older.id);
  }
});

test("the key holds the room's name as it is, in UTF-8", async () => {
  const room = "\u6f22\u5b57-\u00fc.1";
  await store.append(draft("text", { room }));
  assert.is(await redis.cli("LLEN", `room:${room}:messages`), "1");
});

test("a history's time to live begins anew with each message", async () => {
  await store.append(draft("one"));
  assert.is(await redis.cli("TTL", LIST), "600");
  await redis.cli("EXPIRE", LIST, "5");
  await store.append(draft("two"));
  assert.is(await redis.cli("TTL", LIST), "600");
});

test("every key has a time to live as soon as it is there", async () => {
  await store.append(draft("one", { nonce: "n" }));
  await store.enter("general", "s1", "ada");
  await store.enter("other", "s1", "ada");
  await store.exit("other", "s1", "left");
  await store.reconcile("third", new Map([["s1", "ada"]]));
  await store.load("fourth");
  await store.rooms();
  const keys = await lines("KEYS", "*");
  assert.ok(keys.length >= 7, keys.join(" "));
  for (const key of keys) {
    const ttl = Number(await redis.cli("TTL", key));
    assert.ok(ttl > 0 && ttl <= 86_400, `${key} lives ${ttl} s`);
  }
});

test("a nonce is kept for five minutes", async () => {
  await store.append(draft("one", { nonce: "n" }));
  const [key] = await lines("KEYS", "*nonce*");
  const ttl = Number(await redis.cli("PTTL", key ?? ""));
  assert.ok(ttl > 295_000 && ttl <= 300_000, `${ttl} ms`);
});

test("all keys of a room share the history's slot", async () => {
  await store.append(draft("one", { nonce: "n" }));
  await store.enter("general", "s1", "ada");
  const keys = (await lines("KEYS", "*")).filter((key) => key.includes("general"));
  assert.ok(keys.length >= 4, keys.join(" "));
  for (const key of keys) assert.match(key, /^(room:general:messages$|\{room:general:messages\}:)/);
});

test("entries of the old app, without ids, are read as messages in their place", async () => {
  const old = [
    { username: "ada", message: "first", timestamp: "2024-03-01T10:00:00.123456" },
    { username: "bob smith", message: "second", timestamp: "2024-03-01T10:00:01+00:00" },
    { username: "eve", message: "third", timestamp: 1_709_287_202 },
  ];
  for (const entry of old) await redis.cli("LPUSH", LIST, JSON.stringify(entry));
  const { messages } = await store.load("general");
  const read = messages.map(({ json }) => JSON.parse(json) as Message);
  for (const message of read) assert.equal(readMessage(message), message);
  assert.equal(textsOf(messages), ["first", "second", "third"]);
  assert.equal(
    read.map(({ username }) => username),
    ["ada", "bob_smith", "eve"],
  );
  assert.is(read[0]?.timestamp, "2024-03-01T10:00:00.123Z");
  assert.is(read[2]?.timestamp, "2024-03-01T10:00:02.000Z");
  assert.equal((await store.load("general")).messages, messages);
});

test("a message behind entries of the old app follows on them", async () => {
  const entry = { username: "ada", message: "old", timestamp: "2024-03-01T10:00:00" };
  await redis.cli("LPUSH", LIST, JSON.stringify(entry));
  const heard = await follow(store);
  const { message } = await store.append(draft("new"));
  const { messages } = await store.load("general");
  assert.equal(textsOf(messages), ["old", "new"]);
  assert.is(message.prev, messages[0]?.id);
  assert.equal(messagesOf(await heard.count(1)), [message]);
});

test("the room of an old history is listed", async () => {
  const entry = { username: "ada", message: "old", timestamp: "2024-03-01T10:00:00" };
  await redis.cli("LPUSH", "room:attic:messages", JSON.stringify(entry));
  const other = await openRedisStore(redis.url);
  try {
    const heard = await follow(other, "attic");
    await other.append(draft("new", { room: "attic" }));
    await heard.count(1);
    assert.equal(
      (await other.rooms()).map(({ room }) => room),
      ["attic"],
    );
  } finally {
    await other.close();
  }
});

const GARBAGE = [
  ...["", "garbage", "{", "null", "[]", "7", '"text"', "{}", '{"id":7}'],
  ...['{"message":"no time"}', '{"message":7,"timestamp":1}', '{"message":" ","timestamp":1}'],
  '{"id":99999999999999999999,"prev":0,"room":"general","username":"ada","message":"x","timestamp":"y"}',
  '{"id":5,"prev":0,"room":"other","username":"ada","message":"of another room","timestamp":"y"}',
  "\u001b[2J",
];

for (const garbage of GARBAGE) {
  test(`an entry ${JSON.stringify(garbage).slice(0, 40)} is passed over, before, between and behind messages`, async () => {
    await redis.cli("LPUSH", LIST, garbage);
    const first = await store.append(draft("one"));
    await redis.cli("LPUSH", LIST, garbage);
    const second = await store.append(draft("two"));
    await redis.cli("LPUSH", LIST, garbage);
    const { messages } = await store.load("general");
    assert.equal(messages, [first.message, second.message]);
    assert.is(second.message.prev, first.message.id);
    const { tip } = await store.reconcile("general", new Map());
    assert.is(tip, second.message.id);
    assert.is((await store.rooms())[0]?.room, "general");
  });
}

test("an id that something else wrote far in the future leaves room for more", async () => {
  const message = { id: Number.MAX_SAFE_INTEGER, prev: 0, room: "general", username: "ada" };
  const entry = { ...message, message: "x", timestamp: "2024-01-01T00:00:00.000Z" };
  await redis.cli("LPUSH", LIST, JSON.stringify(entry));
  const code = await codeOf(() => store.append(draft("one")));
  assert.ok(["none", "internal", "unavailable"].includes(code));
  const { messages } = await store.load("general");
  for (const { id } of messages) assert.ok(Number.isSafeInteger(id));
});

test("a key of another type is refused as a fault, hurts no other room, and heals when it is gone", async () => {
  await redis.cli("SET", LIST, "not a list");
  for (const call of [() => store.append(draft("one")), () => store.load("general")]) {
    assert.is(await codeOf(call), "internal");
  }
  assert.is(await codeOf(() => store.append(draft("one", { room: "other" }))), "none");
  assert.ok((await store.rooms()).some(({ room }) => room === "other"));
  await redis.cli("DEL", LIST);
  assert.is(await codeOf(() => store.append(draft("one"))), "none");
});

test("a message of a limit that was lowered is trimmed with the next", async () => {
  for (let index = 0; index < 5; index++) await store.append(draft(`text ${index}`));
  const smaller = await openRedisStore(redis.url, { limit: 2, ttlMs: 600_000 });
  try {
    await smaller.append(draft("last"));
    assert.is(await redis.cli("LLEN", LIST), "2");
  } finally {
    await smaller.close();
  }
});

test("a node that closes with nobody in its rooms leaves nothing of itself", async () => {
  const other = await openRedisStore(redis.url);
  await other.close();
  assert.is((await lines("HKEYS", "chat:nodes")).length, 1);
});

test.run();
