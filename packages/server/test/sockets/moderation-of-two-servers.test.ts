// test-timeout: 120s
// What operators do over two whole servers on one Redis, by sockets and by HTTP, as people and programs see it.

import * as assert from "uvu/assert";

import { DELETED_TEXT } from "@chat/protocol";

import { type Redis, startRedis } from "../../../../test-support/redis.ts";
import { suite } from "../../../../test-support/suite.ts";
import { Connections } from "../support/connection.ts";
import { eventually } from "../support/eventually.ts";
import { ask, post } from "../support/http.ts";
import { type TestServer, runServer } from "../support/running-server.ts";

const test = suite("moderation over two servers", { needs: ["redis-server"], timeoutMs: 40_000 });

const OLGAS = "olgas-secret-".padEnd(43, "o");
const connections = new Connections();
let redis: Redis;
let one: TestServer;
let two: TestServer;
let rooms = 0;

test.before(async () => {
  redis = await startRedis();
  const settings = { STORE: "redis", REDIS_URL: redis.url, OPERATORS: "olga, otto" };
  [one, two] = await Promise.all([runServer(settings), runServer(settings)]);
});

test.after.each(() => connections.closeAll());

test.after(async () => {
  await Promise.all([one.close(), two.close()]);
  await redis.stop();
  assert.equal([...one.faults, ...two.faults], []);
});

/** A room of its own with olga on one server and bob on the other. */
async function gather() {
  const room = `room-${++rooms}`;
  const olga = await connections.open(one.url, { auth: { secret: OLGAS } });
  await olga.get("join", { room, username: "olga" });
  const bob = await connections.join(two.url, "bob", room);
  return { room, olga, bob };
}

function moderate(server: TestServer, room: string, request: object, secret = OLGAS) {
  return post(
    server.url,
    `/api/rooms/${room}/moderation`,
    { operator: "olga", ...request },
    { "Chat-Secret": secret },
  );
}

test("a text that is deleted is nowhere in Redis any more, and everybody hears of it in its order", async () => {
  const { room, olga, bob } = await gather();
  const shame = { room, message: "my dirty secret", nonce: "n-1" };
  const { message } = await bob.get("message", shame);
  await olga.untilText(shame.message);
  const { moderated } = await olga.get("moderate", { room, action: "delete", id: message.id });
  assert.equal([moderated.by, moderated.id], ["olga", message.id]);
  assert.equal(await bob.payload("moderated"), moderated);
  await bob.get("message", { room, message: "after" });
  await olga.untilText("after");
  const told = olga.heard.all.map(({ event }) => event).filter((event) => event.startsWith("m"));
  assert.equal(told, ["message", "moderated", "message"]);
  for (const key of (await redis.cli("KEYS", "*")).split("\n")) {
    const type = await redis.cli("TYPE", key);
    const read = { list: ["LRANGE", key, "0", "-1"], string: ["GET", key] }[type];
    assert.not.match(read ? await redis.cli(...(read as [string])) : "", "dirty", key);
  }
  for (const { url } of [one, two]) {
    const { json } = await ask(url, `/api/rooms/${room}/history`);
    assert.equal(
      json.messages.map(({ message: text, deleted }: { message: string; deleted: boolean }) => [
        text,
        deleted,
      ]),
      [
        [DELETED_TEXT, true],
        ["after", undefined],
      ],
    );
    assert.is(json.messages[1].prev, message.id);
  }
  assert.equal((await bob.get("message", shame)).message.message, DELETED_TEXT, "by its nonce");
  assert.ok(Number(await redis.cli("TTL", `{room:${room}:messages}:rules`)) > 89 * 86_400);
});

test("an entity tag of a history changes with a deletion", async () => {
  const { room, bob } = await gather();
  const { message } = await bob.get("message", { room, message: "x" });
  const path = `/api/rooms/${room}/history`;
  const { headers } = await ask(one.url, path);
  const again = { headers: { "If-None-Match": String(headers.etag) } };
  assert.is((await ask(one.url, path, again)).status, 304);
  assert.is((await moderate(two, room, { action: "delete", id: message.id })).status, 200);
  await eventually(async () => assert.is((await ask(one.url, path, again)).status, 200));
});

test("who is kicked on another server hears why, is out, and the others hear both", async () => {
  const { room, olga, bob } = await gather();
  const answer = await moderate(one, room, { action: "kick", username: "bob", reason: "enough" });
  assert.is(answer.status, 200);
  const { action, by, username, reason } = await bob.payload("moderated");
  assert.equal([action, by, username, reason], ["kick", "olga", "bob", "enough"]);
  const { username: gone, reason: how } = await olga.payload("user_left");
  assert.equal([gone, how], ["bob", "left"]);
  assert.equal((await olga.get("members", { room })).members, ["olga"]);
  assert.is((await bob.refusal("typing", { room, typing: true })).code, "not_joined");
});

test("mute, ban, close, topic and their undoing hold on every server, for sockets and for HTTP", async () => {
  const { room, olga, bob } = await gather();
  const say = (server: TestServer) =>
    post(server.url, `/api/rooms/${room}/messages`, { username: "bob", message: "hi" });
  const outcomes = async (status: number, code?: string) => {
    for (const server of [one, two]) {
      const { status: got, json } = await say(server);
      assert.equal([got, json.error?.code], [status, code]);
    }
  };
  await olga.get("moderate", { room, action: "mute", username: "bob", seconds: 60 });
  await bob.payload("moderated");
  assert.is((await bob.refusal("message", { room, message: "x" })).code, "muted");
  await outcomes(403, "muted");
  await olga.get("moderate", { room, action: "unmute", username: "bob" });
  await olga.get("moderate", { room, action: "close" });
  await bob.payload("moderated", 3);
  await outcomes(403, "room_closed");
  await olga.get("message", { room, message: "an operator speaks" });
  await olga.get("moderate", { room, action: "open" });
  await olga.get("moderate", { room, action: "topic", topic: "Deploys" });
  await bob.payload("moderated", 5);
  await outcomes(201);
  const list = await ask(two.url, "/api/rooms");
  const summary = list.json.rooms.find((one: { room: string }) => one.room === room);
  assert.is(summary.topic, "Deploys");
  await olga.get("moderate", { room, action: "ban", username: "bob", seconds: 60 });
  await olga.payload("user_left");
  await outcomes(403, "banned");
  assert.is((await bob.refusal("join", { room, username: "bob" })).code, "banned");
});

test("an address is banned with all who come from it, operators excepted, and the room hears no address", async () => {
  const { room, olga, bob } = await gather();
  const request = { room, action: "ban", address: "127.0.0.1", seconds: 60, reason: "flood" };
  await olga.get("moderate", request);
  await olga.payload("user_left");
  const [ban, kick] = [await bob.payload("moderated"), await bob.payload("moderated", 2)];
  assert.equal(
    [ban.action, ban.username, kick.action, kick.username],
    ["ban", undefined, "kick", "bob"],
  );
  assert.not.match(JSON.stringify(ban), "127.0.0.1");
  assert.is((await bob.refusal("join", { room, username: "eve" })).code, "banned");
  await olga.get("message", { room, message: "still here" });
});

test("a private room shows nothing of itself without its password, on any road", async () => {
  const { room, olga, bob } = await gather();
  await bob.get("message", { room, message: "hidden" });
  await olga.get("moderate", { room, action: "password", password: "größe 100%" });
  await bob.payload("moderated");
  const stranger = await connections.open(two.url);
  for (const [name, payload] of [
    ["join", { room, username: "eve" }],
    ["history", { room }],
    ["members", { room }],
    ["message", { room, username: "eve", message: "x" }],
  ] as const) {
    assert.is((await stranger.refusal(name, payload)).code, "password_required", name);
  }
  const wrong = { room, username: "eve", password: "groesse" };
  assert.is((await stranger.refusal("join", wrong)).code, "wrong_password");
  for (const path of ["history", "members"]) {
    const { status, json } = await ask(one.url, `/api/rooms/${room}/${path}`);
    assert.equal([status, json.error.code], [403, "password_required"]);
    const headers = { "Chat-Room-Password": encodeURIComponent("größe 100%") };
    assert.is((await ask(one.url, `/api/rooms/${room}/${path}`, { headers })).status, 200);
  }
  const plain = { "Chat-Room-Password": "gr%C3%B6%C3%9Fe 100%25" };
  const body = { username: "ci", message: "from a script" };
  assert.is((await post(two.url, `/api/rooms/${room}/messages`, body)).status, 403);
  assert.is((await post(two.url, `/api/rooms/${room}/messages`, body, plain)).status, 201);
  const lists = await Promise.all([
    ask(one.url, "/api/rooms"),
    ask(two.url, "/stats"),
    stranger.get("rooms"),
  ]);
  assert.not.match(JSON.stringify(lists), room);
  const joined = await stranger.get("join", { ...wrong, password: "gro\u0308ße 100%" });
  assert.is(joined.private, true);
  assert.equal((await bob.get("history", { room })).messages.length, 2, "a member needs none");
  const kept = await redis.cli("HGET", `{room:${room}:messages}:rules`, "password");
  assert.match(kept, /^scrypt\$32768\$8\$1\$/);
});

test("moderation is for owners of operators' names alone, and refuses what makes no sense", async () => {
  const { room, bob } = await gather();
  const close = { action: "close" };
  assert.is((await bob.refusal("moderate", { room, ...close })).code, "forbidden");
  assert.is(
    (await bob.refusal("moderate", { room, ...close, operator: "otto" })).code,
    "forbidden",
  );
  const stolen = await moderate(two, room, close, "bobs-secret-".padEnd(43, "b"));
  assert.equal([stolen.status, stolen.json.error.code], [409, "username_taken"]);
  for (const request of [
    {},
    { action: "explode" },
    { action: "__proto__" },
    { action: "mute", username: "bob" },
    { action: "mute", username: "bob", seconds: 0 },
    { action: "ban", username: "bob", seconds: 366 * 86_400 },
    { action: "ban", username: "bob", address: "1.2.3.4", seconds: 5 },
    { action: "ban", address: "bob", seconds: 5 },
    { action: "kick", username: "bob", reason: "x".repeat(201) },
    { action: "topic", topic: 5 },
    { action: "password", password: "abc" },
    { action: "delete", id: -1 },
  ]) {
    const { status, json } = await moderate(one, room, request);
    assert.equal([status, json.error.code], [400, "invalid_request"], JSON.stringify(request));
  }
  const nobody = await post(one.url, `/api/rooms/${room}/moderation`, close);
  assert.is(nobody.json.error.code, "invalid_username");
});

test.run();
