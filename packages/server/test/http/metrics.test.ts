// What an operator can watch.

import * as assert from "uvu/assert";

import { suite } from "../../../../test-support/suite.ts";
import { Connections } from "../support/connection.ts";
import { ask } from "../support/http.ts";
import { type TestServer, runServer } from "../support/running-server.ts";

const test = suite("Metrics");
const connections = new Connections();
let server: TestServer;

test.before(async () => {
  server = await runServer();
});
test.after(async () => {
  connections.closeAll();
  await server.close();
});

async function read(metric: string): Promise<number> {
  const { status, headers, text } = await ask(server.url, "/metrics");
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
  // The message to two members, and that bob came.
  assert.ok((await read("chat_deliveries_total")) >= 3);
  assert.is(await read("chat_store_unreachable"), 0);
});

test.run();
