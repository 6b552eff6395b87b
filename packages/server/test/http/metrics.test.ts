// What an operator can watch.

import * as assert from "uvu/assert";

import { startRedis } from "../../../../test-support/redis.ts";
import { suite } from "../../../../test-support/suite.ts";
import { Connections } from "../support/connection.ts";
import { eventually } from "../support/eventually.ts";
import { ask, post } from "../support/http.ts";
import { type TestServer, runServer } from "../support/running-server.ts";

const test = suite("Metrics", { needs: ["redis-server"] });
const connections = new Connections();
let server: TestServer;

test.before(async () => {
  server = await runServer();
});
test.after(async () => {
  connections.closeAll();
  await server.close();
});

async function read(metric: string, from = server): Promise<number> {
  const { status, headers, text } = await ask(from.url, "/metrics");
  assert.is(status, 200);
  assert.match(headers["content-type"] ?? "", "text/plain");
  const line = text.split("\n").find((one) => one.startsWith(`${metric} `));
  return Number(line?.slice(metric.length + 1));
}

test("connections, rooms, requests and deliveries are counted", async () => {
  const ada = await connections.join(server.url, "ada", "counted");
  const bob = await connections.join(server.url, "bob", "counted");
  await ada.get("message", { room: "counted", message: "one" });
  await ada.refusal("message", { room: "counted", message: "" });
  await bob.payload("message");
  assert.is(await read("chat_connections"), 2);
  assert.is(await read("chat_live_rooms"), 1);
  assert.is(await read("chat_sessions"), 2);
  assert.is(await read('chat_requests_total{event="message",outcome="ok"}'), 1);
  assert.is(await read('chat_requests_total{event="message",outcome="invalid_message"}'), 1);
  assert.is(await read('chat_request_duration_seconds_count{event="join"}'), 2);
  assert.is(await read('chat_request_duration_seconds_bucket{event="join",le="+Inf"}'), 2);
  const seconds = await read('chat_request_duration_seconds_sum{event="join"}');
  assert.ok(seconds > 0 && seconds < 10);
  // The message to two members, and that bob came.
  assert.ok((await read("chat_deliveries_total")) >= 3);
  assert.is(await read("chat_store_unreachable"), 0);
});

test("who is let in, who is not, and why connections end are counted", async () => {
  const [before, ended] = [await read('chat_handshakes_total{outcome="ok"}'), await disconnects()];
  const ada = await connections.open(server.url);
  const refused = await connections.open(server.url, {
    extraHeaders: { Origin: "https://other.example" },
  });
  assert.is((await refused.payload("refused")).code, "forbidden_origin");
  ada.close();
  await eventually(async () => assert.is(await disconnects(), ended + 1));
  assert.is(await read('chat_handshakes_total{outcome="ok"}'), before + 1);
  assert.is(await read('chat_handshakes_total{outcome="forbidden_origin"}'), 1);
});

async function disconnects(): Promise<number> {
  return (await read('chat_disconnects_total{reason="client namespace disconnect"}')) || 0;
}

test("members, what is held for them, and who comes back are counted", async () => {
  const ada = await connections.join(server.url, "ada", "held");
  const { message } = await ada.get("message", { room: "held", message: "one" });
  const members = await read("chat_members");
  const rejoins = await read("chat_rejoins_total");
  const bob = await connections.open(server.url);
  await bob.get("join", { room: "held", username: "bob", after: message.id });
  assert.is(await read("chat_members"), members + 1);
  assert.is(await read("chat_rejoins_total"), rejoins + 1);
  assert.ok((await read("chat_tail_messages")) >= 1);
  assert.is(await read("chat_tail_reloads_total"), 0);
});

test("requests over HTTP are counted by endpoint and status, whatever is asked for", async () => {
  const path = "/api/rooms/http/messages";
  const counted = (endpoint: string, status: number) =>
    read(`chat_http_requests_total{endpoint="${endpoint}",status="${status}"}`);
  await post(server.url, path, { username: "ada", message: "one" });
  await post(server.url, path, { username: "ada" });
  await ask(server.url, "/api/rooms/http/history");
  await ask(server.url, "/api/rooms/a%20b/history");
  await ask(server.url, "/nothing/is/here");
  await ask(server.url, "/healthz");
  assert.is(await counted("/api/rooms/:room/messages", 201), 1);
  assert.is(await counted("/api/rooms/:room/messages", 400), 1);
  assert.is(await counted("/api/rooms/:room/history", 200), 1);
  assert.is(await counted("/api/rooms/:room/history", 400), 1);
  assert.is(await counted("other", 404), 1);
  assert.is(await counted("/healthz", 200), 1);
  assert.is(await read("chat_http_posts_total"), 1);
});

test("how long the store takes and how long a delivery takes is measured", async () => {
  const ada = await connections.join(server.url, "ada", "timed");
  const before = await read("chat_delivery_duration_seconds_count");
  // One in a tenth of a second is timed: what was said in the test before this one may have been it.
  await eventually(async () => {
    await ada.get("message", { room: "timed", message: "one" });
    assert.ok((await read("chat_delivery_duration_seconds_count")) > before);
  });
  const sum = await read("chat_delivery_duration_seconds_sum");
  assert.ok(sum >= 0 && sum < 60, String(sum));
  assert.ok((await read('chat_store_duration_seconds_count{operation="append"}')) > 0);
});

test("a store that goes away is counted once, with what it failed", async () => {
  const redis = await startRedis();
  const other = await runServer({ STORE: "auto", REDIS_URL: redis.url, RATE_LIMITS: "off" });
  try {
    const ada = await connections.join(other.url, "ada");
    await ada.get("message", { room: "general", message: "one" });
    await redis.kill();
    await ada.refusal("message", { room: "general", message: "two" });
    await eventually(async () => {
      assert.is(await read("chat_store_unreachable", other), 1);
    });
    assert.is(await read("chat_store_losses_total", other), 1);
    assert.is(await read('chat_store_errors_total{operation="append"}', other), 1);
  } finally {
    await other.close();
  }
});

test.run();
