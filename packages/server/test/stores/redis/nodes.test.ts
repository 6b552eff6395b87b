// test-timeout: 180s
// What becomes of a node's people when it dies, closes, or is forgotten. Real time: a death is known by silence.

import { fileURLToPath } from "node:url";

import * as assert from "uvu/assert";

import { type Child, startChild } from "../../../../../test-support/child.ts";
import { type Redis, startRedis } from "../../../../../test-support/redis.ts";
import { suite } from "../../../../../test-support/suite.ts";
import type { StoreEvent } from "../../../src/rooms/room-store.ts";
import type { RedisRoomStore } from "../../../src/stores/redis/redis-room-store.ts";
import { eventually } from "../../support/eventually.ts";
import { Heard } from "../../support/heard.ts";
import { draft, follow, messagesOf, presenceOf, textsOf } from "../describe-room-store.ts";
import { openRedisStore } from "./open-redis-store.ts";

const test = suite("Nodes", { needs: ["redis-server"], timeoutMs: 40_000 });

const NODE = fileURLToPath(new URL("node-process.ts", import.meta.url));
const EXPIRED_WITHIN_MS = 20_000;
let redis: Redis;
let stores: RedisRoomStore[] = [];
let rooms = 0;
let room: string;

test.before(async () => {
  redis = await startRedis();
});

test.before.each(() => {
  room = `room${++rooms}`;
});

test.after.each(async () => {
  await Promise.all(stores.map((store) => store.close()));
  stores = [];
});

test.after(() => redis.stop());

async function open(): Promise<RedisRoomStore> {
  const store = await openRedisStore(redis.url);
  stores.push(store);
  return store;
}

async function startNode(username: string): Promise<Child> {
  const child = await startChild(process.execPath, [
    "--import",
    "tsx",
    NODE,
    redis.url,
    room,
    username,
  ]);
  await eventually(() => {
    assert.match(child.logs, "here");
  });
  return child;
}

test("the people of a node that was killed leave as expired, within 20 s, once, whoever else looks", async () => {
  const first = await open();
  const watchers = [first, await open(), await open()];
  const heard = await Promise.all(watchers.map((store) => follow(store, room)));
  const child = await startNode("ada");
  await first.enter(room, "w1", "bob");
  await Promise.all(heard.map((one) => one.until("both", (all) => presenceOf(all).length === 2)));
  await child.kill();
  for (const one of heard) {
    await one.until("a leave", (all) => presenceOf(all).length > 2, EXPIRED_WITHIN_MS);
  }
  assert.equal(await first.members(room), ["bob"]);
  await eventually(async () => {
    const nodes = (await redis.cli("HKEYS", "chat:nodes")).split("\n");
    assert.is(nodes.length, watchers.length);
  });
  for (const one of heard) {
    assert.match(presenceOf(one.all)[2] ?? "", /^left ada by , 1 here, expired$/);
    assert.is(presenceOf(one.all).length, 3);
  }
});

test("a name that has another session elsewhere does not leave with the node that was killed", async () => {
  const store = await open();
  const heard = await follow(store, room);
  await store.enter(room, "w1", "ada");
  const child = await startNode("ada");
  await child.kill();
  await eventually(async () => {
    assert.is(await redis.cli("HLEN", `{room:${room}:messages}:sessions`), "3");
  }, EXPIRED_WITHIN_MS);
  assert.equal(presenceOf(heard.all), ["joined ada by w1, 1 here"]);
  assert.equal(await store.members(room), ["ada"]);
});

test("the people of a node that closed by plan have some seconds to come back elsewhere before it is said", async () => {
  const store = await open();
  const heard = await follow(store, room);
  const child = await startNode("ada");
  const other = await startNode("bob");
  await Promise.all([child.stop(), other.stop()]);
  assert.equal(await store.members(room), ["ada", "bob"]);
  await store.enter(room, "w1", "ada");
  await heard.until("a leave", (all) => presenceOf(all).some((line) => line.startsWith("left")));
  await eventually(async () => {
    assert.equal(await store.members(room), ["ada"]);
  });
  const left = presenceOf(heard.all).filter((line) => line.startsWith("left"));
  assert.equal(left, ["left bob by , 1 here, disconnected"]);
});

test("a node that Redis forgot says so, and its sessions and messages go on", async () => {
  const store = await open();
  const events = new Heard<StoreEvent["type"]>();
  store.watch(({ type }) => {
    events.add(type);
    return store.reconcile(room, new Map([["s1", "ada"]])).then(() => undefined);
  });
  const heard = await follow(store, room);
  await store.enter(room, "s1", "ada");
  const before = await store.append(draft("one", { room }));
  await redis.cli("FLUSHALL");
  await events.has("lapsed");
  await eventually(async () => {
    assert.equal(await store.members(room), ["ada"]);
  });
  const after = await store.append(draft("two", { room }));
  assert.ok(after.message.id > before.message.id);
  assert.is(after.message.prev, 0);
  await heard.until("both", (all) => messagesOf(all).length === 2);
  assert.equal(textsOf(messagesOf(heard.all)), ["one", "two"]);
  const ttl = Number(await redis.cli("TTL", "chat:nodes"));
  assert.ok(ttl > 0, `${ttl}`);
});

test.run();
