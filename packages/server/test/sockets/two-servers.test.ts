// test-timeout: 180s
// Two whole servers on one Redis: people on either see each other, through a flush too.

import * as assert from "uvu/assert";

import { type Redis, startRedis } from "../../../../test-support/redis.ts";
import { suite } from "../../../../test-support/suite.ts";
import { Connections } from "../support/connection.ts";
import { eventually } from "../support/eventually.ts";
import { ask, post } from "../support/http.ts";
import { type TestServer, runServer } from "../support/running-server.ts";

const test = suite("Two servers", { needs: ["redis-server"], timeoutMs: 40_000 });

const connections = new Connections();
let redis: Redis;
let one: TestServer;
let two: TestServer;

test.before(async () => {
  redis = await startRedis();
  const settings = { STORE: "redis", REDIS_URL: redis.url, RATE_LIMITS: "off" };
  one = await runServer(settings);
  two = await runServer(settings);
});

test.after.each(() => {
  connections.closeAll();
});

test.after(async () => {
  await Promise.all([one.close(), two.close()]);
  await redis.stop();
});

test("people on different servers see each other's messages, comings and goings, and typing", async () => {
  const ada = await connections.join(one.url, "ada", "far");
  const bob = await connections.join(two.url, "bob", "far");
  assert.is((await ada.payload("user_joined")).username, "bob");
  assert.equal((await bob.get("members", { room: "far" })).members, ["ada", "bob"]);
  const { message } = await ada.get("message", { room: "far", message: "hello" });
  assert.equal(await bob.payload("message"), message);
  await bob.get("typing", { room: "far", typing: true });
  assert.is((await ada.payload("typing")).username, "bob");
  await post(two.url, "/api/rooms/far/messages", { username: "ci", message: "over HTTP" });
  await ada.untilText("over HTTP");
  bob.close();
  const left = await ada.payload("user_left");
  assert.equal([left.username, left.reason, left.members], ["bob", "disconnected", 1]);
});

test("both say the same of rooms, members and history", async () => {
  await connections.join(one.url, "ada", "same");
  await connections.join(two.url, "bob", "same");
  await post(one.url, "/api/rooms/same/messages", { username: "ci", message: "x" });
  await eventually(async () => {
    for (const path of ["/api/rooms", "/api/rooms/same/members", "/api/rooms/same/history"]) {
      assert.equal((await ask(two.url, path)).json, (await ask(one.url, path)).json);
    }
  });
  const { json } = await ask(two.url, "/stats");
  assert.equal(json.active_rooms.same, ["ada", "bob"]);
  assert.is(json.store, "redis");
});

test("a flood from both sides is heard by all in one order, without a hole or a repeat", async () => {
  const ada = await connections.join(one.url, "ada", "flood");
  const bob = await connections.join(two.url, "bob", "flood");
  const posts = Array.from({ length: 400 }, (_, index) =>
    (index % 2 ? ada : bob).get("message", { room: "flood", message: `text ${index}` }),
  );
  const late = await connections.join(two.url, "cid", "flood");
  await Promise.all(posts);
  const views = await Promise.all(
    [ada, bob].map(async (person) => {
      await person.payload("message", 400);
      return person.payloads("message").map(({ id }) => id as number);
    }),
  );
  assert.equal(views[0], views[1]);
  assert.is(new Set(views[0]).size, 400);
  const backlog = late.payloads("room_history")[0].messages as { id: number }[];
  const last = views[0]?.at(-1);
  await late.heard.until("the last message", () =>
    [...backlog, ...late.payloads("message")].some(({ id }) => id === last),
  );
  const seen = [...backlog, ...late.payloads("message")].map(({ id }) => id as number);
  assert.equal(seen, views[0]?.slice(-seen.length));
});

test("a flush loses the history and nobody's place: messages go on, and nobody is said to have left", async () => {
  const ada = await connections.join(one.url, "ada", "flushed");
  const bob = await connections.join(two.url, "bob", "flushed");
  const before = await ada.get("message", { room: "flushed", message: "before" });
  await bob.untilText("before");
  await redis.cli("FLUSHALL");
  await eventually(async () => {
    assert.is(await redis.cli("HLEN", "{room:flushed:messages}:names"), "2");
  });
  const after = await bob.get("message", { room: "flushed", message: "after" });
  assert.ok(after.message.id > before.message.id);
  await ada.untilText("after");
  await ada.get("message", { room: "flushed", message: "end" });
  await bob.untilText("end");
  assert.equal(bob.texts, ["before", "after", "end"]);
  for (const { url } of [one, two]) {
    const { json } = await ask(url, "/api/rooms/flushed/members");
    assert.equal(json.members, ["ada", "bob"]);
  }
  assert.equal([ada.payloads("user_left"), bob.payloads("user_left")], [[], []]);
});

test("while Redis hangs readiness is 503, sending fails in time and nobody is thrown out; afterwards all goes on", async () => {
  const ada = await connections.join(one.url, "ada", "hang");
  const bob = await connections.join(two.url, "bob", "hang");
  await ada.get("message", { room: "hang", message: "before" });
  await bob.untilText("before");
  redis.signal("SIGSTOP");
  const started = performance.now();
  const error = await ada.refusal("message", { room: "hang", message: "lost?", nonce: "n" });
  assert.is(error.code, "unavailable");
  assert.ok(performance.now() - started < 4_000);
  assert.is((await ask(one.url, "/readyz")).status, 503);
  assert.is((await ask(one.url, "/healthz")).status, 200);
  const posted = await post(two.url, "/api/rooms/hang/messages", { username: "ci", message: "x" });
  assert.equal([posted.status, posted.json.error.code], [503, "unavailable"]);
  const { messages } = await bob.get("history", { room: "hang" });
  assert.equal(
    messages.map(({ message }) => message),
    ["before"],
  );
  redis.signal("SIGCONT");
  await eventually(async () => {
    assert.is((await ask(one.url, "/readyz")).status, 200);
  });
  await eventually(() => ada.get("message", { room: "hang", message: "lost?", nonce: "n" }));
  await bob.untilText("lost?");
  assert.is(bob.texts.filter((text) => text === "lost?").length, 1);
  assert.ok(ada.socket.connected && bob.socket.connected);
  assert.equal([ada.payloads("user_left"), bob.payloads("user_left")], [[], []]);
});

test.run();
