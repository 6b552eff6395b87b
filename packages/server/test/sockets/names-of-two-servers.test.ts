// test-timeout: 120s
// Names over two whole servers on one Redis: a race of first uses, claims that end, and claims that messages keep.

import * as assert from "uvu/assert";

import { type Redis, startRedis } from "../../../../test-support/redis.ts";
import { suite } from "../../../../test-support/suite.ts";
import { Connections } from "../support/connection.ts";
import { eventually } from "../support/eventually.ts";
import { ask, post } from "../support/http.ts";
import { type TestServer, runServer } from "../support/running-server.ts";

const test = suite("names of two servers", { needs: ["redis-server"], timeoutMs: 40_000 });

const ADAS = "adas-secret-".padEnd(43, "a");
const EVES = "eves-secret-".padEnd(43, "e");
const connections = new Connections();
let redis: Redis;
let one: TestServer;
let two: TestServer;

test.before(async () => {
  redis = await startRedis();
  const settings = { STORE: "redis", REDIS_URL: redis.url, RATE_LIMITS: "off" };
  one = await runServer({ ...settings, HISTORY_TTL_SECONDS: "2" });
  two = await runServer({ ...settings, HISTORY_TTL_SECONDS: "2" });
});

test.after.each(() => connections.closeAll());

test.after(async () => {
  await Promise.all([one.close(), two.close()]);
  await redis.stop();
  assert.equal([...one.faults, ...two.faults], []);
});

function say(server: TestServer, username: string, secret: string, room = "general") {
  return post(
    server.url,
    `/api/rooms/${room}/messages`,
    { username, message: "hi" },
    {
      "Chat-Secret": secret,
    },
  );
}

test("of two who use a name first at once, on two servers, one gets it", async () => {
  for (let round = 0; round < 30; round++) {
    const name = `racer${round}`;
    const [ada, eve] = await Promise.all([say(one, name, ADAS), say(two, name, EVES)]);
    assert.equal(new Set([ada.status, eve.status]), new Set([201, 409]));
    const winner = ada.status === 201 ? ADAS : EVES;
    for (const server of [one, two]) {
      assert.is((await say(server, name, winner)).status, 201);
      assert.is((await say(server, name, winner === ADAS ? EVES : ADAS)).status, 409);
    }
  }
});

test("a name that looks like that of somebody in the room is refused on the other server too", async () => {
  const old = await connections.open(one.url);
  await old.get("join", { room: "alike", username: "gina" });
  const other = await connections.open(two.url, { auth: { secret: EVES } });
  assert.is(
    (await other.refusal("join", { room: "alike", username: "Gina" })).code,
    "username_taken",
  );
  assert.is((await say(two, "g1na", EVES, "alike")).status, 409);
});

test("a name is its owner's for as long as a message under it is in a history, though others keep that alive", async () => {
  await say(one, "ada", ADAS, "kept");
  const begun = performance.now();
  // Longer than a claim lives by itself.
  while (performance.now() - begun < 6_000) {
    await say(two, "bob", EVES, "kept");
    const { json } = await ask(one.url, "/api/rooms/kept/history");
    const owned = json.messages.some(({ username }: { username: string }) => username === "ada");
    assert.ok(owned, "the message is there still");
    assert.is((await redis.cli("EXISTS", "chat:name:ada")).trim(), "1");
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
  assert.is((await say(two, "ada", EVES, "other")).status, 409);
});

test("a name that nobody used for its time is free", async () => {
  await say(one, "once", ADAS, "freed");
  await eventually(async () => {
    assert.is((await redis.cli("EXISTS", "chat:name:once")).trim(), "0");
  });
  assert.is((await say(two, "once", EVES, "free")).status, 201);
  const { json } = await ask(one.url, "/api/rooms/freed/history");
  assert.equal(json.messages, []);
});

test.run();
