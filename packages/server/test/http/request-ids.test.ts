// One name for a request in its answer and in the log; one for a connection at its client and in the log.

import * as assert from "uvu/assert";

import { type Redis, startRedis } from "../../../../test-support/redis.ts";
import { type Server, startServer } from "../../../../test-support/server.ts";
import { suite } from "../../../../test-support/suite.ts";
import { Connections } from "../support/connection.ts";
import { eventually } from "../support/eventually.ts";
import { type Answer, ask, post } from "../support/http.ts";

const test = suite("request ids", { needs: ["redis-server"] });
const connections = new Connections();
let redis: Redis;
let server: Server;
let behindProxy: Server;
let behindAnother: Server;

test.before(async () => {
  redis = await startRedis();
  const env = { REDIS_URL: redis.url, LOG_LEVEL: "debug" };
  server = await startServer({ env });
  behindProxy = await startServer({ env: { ...env, TRUST_PROXY: "loopback" } });
  behindAnother = await startServer({ env: { ...env, TRUST_PROXY: "192.0.2.1" } });
  // What no request can be answered with.
  await redis.cli("SET", "room:broken:messages", "somebody else's");
});

test.after(async () => {
  connections.closeAll();
  await Promise.all([server, behindProxy, behindAnother].map((one) => one.stop()));
  await redis.stop();
});

function idOf({ headers }: Answer): string {
  return String(headers["x-request-id"]);
}

/** The line of the log that holds these fields. */
function lineWith(fields: Record<string, unknown>): Promise<Record<string, unknown>> {
  return eventually(() => {
    const lines = server.logs.trim().split("\n");
    const fits = lines
      .map((line) => JSON.parse(line) as Record<string, unknown>)
      .filter((line) => Object.entries(fields).every(([name, value]) => line[name] === value));
    assert.is(fits.length, 1, JSON.stringify(fields));
    return fits[0] as Record<string, unknown>;
  });
}

test("every answer over HTTP carries an id of its own, whatever it is", async () => {
  const paths = [
    ...["/", "/healthz", "/api/rooms", "/api/rooms/general/history", "/api/rooms/a%20b/history"],
    ...["/api/rooms/%C3%BC/history", "/nothing", "/stats", "/metrics", "/api/openapi.json"],
  ];
  const ids = await Promise.all(paths.map(async (path) => idOf(await ask(server.url, path))));
  for (const id of ids) assert.match(id, /^[0-9a-f]{8}-[0-9a-z]+$/);
  assert.is(new Set(ids).size, paths.length);
});

test("a proxy that is believed names requests; nobody else does, and nothing that looks like a line of the log", async () => {
  const named = (url: string, id: string) =>
    ask(url, "/healthz", { headers: { "X-Request-Id": id } }).then(idOf);
  assert.is(await named(behindProxy.url, "edge-7.example:1"), "edge-7.example:1");
  assert.is.not(await named(server.url, "edge-7.example:1"), "edge-7.example:1");
  assert.is.not(await named(behindAnother.url, "edge-7.example:1"), "edge-7.example:1");
  for (const id of ['a"b', "a b", "x".repeat(65)]) {
    assert.is.not(await named(behindProxy.url, id), id);
  }
});

test("a refusal and a fault over HTTP are in the log under the id of their answer", async () => {
  const path = "/api/rooms/general/messages";
  const refused = await post(server.url, path, { username: "ada", message: "" });
  assert.is((await lineWith({ request: idOf(refused) }))["code"], "invalid_message");
  const read = await ask(server.url, "/api/rooms/broken/history");
  assert.is(read.status, 500);
  const line = await lineWith({ request: idOf(read) });
  assert.match(read.json.error.message, String(line["fault"]));
});

test("a refusal and a fault over Socket.IO are in the log under their connection and event", async () => {
  const ada = await connections.join(server.url, "ada", "general");
  const connection = ada.socket.id;
  await ada.refusal("typing", { room: "elsewhere", typing: true });
  assert.is((await lineWith({ connection, event: "typing" }))["code"], "not_joined");
  const { message } = await ada.refusal("history", { room: "broken" });
  const line = await lineWith({ connection, event: "history" });
  assert.match(message, String(line["fault"]));
});

test("who is not let in is in the log too", async () => {
  const extraHeaders = { Origin: "https://other.example" };
  await connections.open(server.url, { extraHeaders });
  assert.is((await lineWith({ event: "connect" }))["code"], "forbidden_origin");
});

test.run();
