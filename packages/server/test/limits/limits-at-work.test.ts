// Limits as those feel them who meet them: over sockets and over HTTP, at a real server.

import * as assert from "uvu/assert";

import { suite } from "../../../../test-support/suite.ts";
import { type Connection, Connections } from "../support/connection.ts";
import { ask, post } from "../support/http.ts";
import { type TestServer, runServer } from "../support/running-server.ts";

const test = suite("limits at work");

const connections = new Connections();
const servers: TestServer[] = [];

test.after.each(async () => {
  connections.closeAll();
  for (const server of servers.splice(0)) {
    await server.close();
    assert.equal(server.faults, []);
  }
});

async function open(limits: string, settings: Record<string, string> = {}): Promise<TestServer> {
  const server = await runServer({ LIMITS: limits, ...settings });
  servers.push(server);
  return server;
}

/** The codes of so many answers, `ok` among them, counted. */
async function codes(
  times: number,
  asked: (index: number) => Promise<{ ok: boolean; error?: { code: string } }>,
): Promise<Record<string, number>> {
  const answers = await Promise.all(Array.from({ length: times }, (_, index) => asked(index)));
  const counted: Record<string, number> = {};
  for (const answer of answers) {
    const code = answer.error?.code ?? "ok";
    counted[code] = (counted[code] ?? 0) + 1;
  }
  return counted;
}

async function metric(server: TestServer, name: string): Promise<number> {
  const { text } = await ask(server.url, "/metrics");
  const line = text.split("\n").find((one) => one.startsWith(`${name} `));
  return Number(line?.slice(name.length) ?? 0);
}

test("of messages, joins, typing and reads, each has a rate of its own", async () => {
  const { url } = await open("messages=3/0.01,joins=4/0.01,typing=5/0.01,reads=6/0.01");
  const ada = await connections.join(url, "ada");
  const room = "general";
  const message = { room, message: "x" };
  const limited = (ok: number) => ({ ok, rate_limited: 10 - ok });
  assert.equal(await codes(10, () => ada.ask("message", message)), limited(3));
  // One was spent already.
  assert.equal(await codes(10, () => ada.ask("join", { room, username: "ada" })), limited(3));
  assert.equal(await codes(10, () => ada.ask("typing", { room, typing: true })), limited(5));
  assert.equal(await codes(10, () => ada.ask("history", { room })), limited(6));
  assert.equal(await codes(10, () => ada.ask("rooms")), { rate_limited: 10 });
});

test("a name has one rate for all its connections and for HTTP", async () => {
  const { url } = await open("messages-per-name=5/0.01");
  const [one, two] = [await connections.join(url, "ada"), await connections.join(url, "ada")];
  const message = { room: "general", message: "x" };
  assert.equal(await codes(3, () => one.ask("message", message)), { ok: 3 });
  assert.equal(await codes(4, () => two.ask("message", message)), { ok: 2, rate_limited: 2 });
  const path = "/api/rooms/general/messages";
  const { status, json, headers } = await post(url, path, { username: "ada", message: "x" });
  assert.equal([status, json.error.code], [429, "rate_limited"]);
  assert.is(headers["retry-after"], String(Math.ceil(json.error.retryAfterMs / 1_000)));
  const bob = await connections.join(url, "bob");
  assert.ok((await bob.ask("message", message)).ok);
});

test("an address has one rate for all its connections", async () => {
  const { url } = await open("messages-per-address=5/0.01");
  const [ada, bob] = [await connections.join(url, "ada"), await connections.join(url, "bob")];
  const message = { room: "general", message: "x" };
  assert.equal(await codes(4, () => ada.ask("message", message)), { ok: 4 });
  assert.equal(await codes(4, () => bob.ask("message", message)), { ok: 1, rate_limited: 3 });
});

test("posts and reads over HTTP are refused with 429 and the time to wait", async () => {
  const { url } = await open("posts-per-address=3/0.5,reads-per-address=4/0.5");
  const path = "/api/rooms/general/messages";
  const statuses: number[] = [];
  for (let i = 0; i < 5; i++) {
    const { status, json, headers } = await post(url, path, { username: "ada", message: "x" });
    statuses.push(status);
    if (status === 201) continue;
    assert.is(json.error.code, "rate_limited");
    const wait = Number(headers["retry-after"]);
    assert.ok(wait >= 1 && wait <= 2 && json.error.retryAfterMs <= 2_000, `${wait}`);
  }
  assert.equal(statuses, [201, 201, 201, 429, 429]);
  const reads: number[] = [];
  for (const one of ["/stats", "/api/rooms", "/api/rooms/general/history", "/metrics"]) {
    reads.push((await ask(url, one)).status);
  }
  for (const one of [
    "/stats",
    "/metrics",
    "/api/rooms/general/history",
    "/api/rooms/%67/history",
  ]) {
    const { status, headers } = await ask(url, one);
    reads.push(status);
    assert.ok(Number(headers["retry-after"]) >= 1, one);
  }
  assert.equal(reads, [200, 200, 200, 200, 429, 429, 429, 429]);
  // Who asks whether the server lives is always answered, and the page is always there.
  for (const one of ["/healthz", "/readyz"]) assert.is((await ask(url, one)).status, 200);
});

test("new connections beyond the rate are told to wait, by WebSocket and by polling", async () => {
  const { url } = await open("connects-per-address=2/0.5");
  for (let i = 0; i < 2; i++) assert.ok((await (await connections.open(url)).ask("rooms")).ok);
  for (const transports of [["websocket"], ["polling"]]) {
    const { code, retryAfterMs } = await (
      await connections.open(url, { transports })
    ).payload("refused");
    assert.is(code, "rate_limited");
    assert.ok(retryAfterMs > 0 && retryAfterMs <= 2_000);
  }
});

test("connections beyond the patience with an address are refused with 429", async () => {
  const { url } = await open("connects-per-address=1/0.01,refusals-per-address=1/0.01");
  const path = "/socket.io/?EIO=4&transport=polling";
  const statuses: number[] = [];
  for (let i = 0; i < 3; i++) statuses.push((await ask(url, path)).status);
  assert.equal(statuses, [200, 200, 429]);
  const { json, headers } = await ask(url, path);
  assert.is(json.error.code, "rate_limited");
  assert.ok(Number(headers["retry-after"]) > 0);
});

test("an address may hold so many connections, and another once one is gone", async () => {
  const server = await open("connections-per-address=3", { RATE_LIMITS: "off" });
  const held: Connection[] = [];
  for (let i = 0; i < 3; i++) held.push(await connections.open(server.url));
  await (await connections.open(server.url)).payload("refused");
  assert.is((await ask(server.url, "/socket.io/?EIO=4&transport=polling")).status, 429);
  assert.is(await metric(server, 'chat_limits_met_total{limit="connections-per-address"}'), 2);
  held[0]?.close();
  for (;;) {
    // Its end is heard in another turn.
    const next = await connections.open(server.url);
    if (next.payloads("connected").length > 0) break;
  }
});

test("the server takes so many TCP connections, and closes those beyond", async () => {
  const server = await open("connections=2", { RATE_LIMITS: "off" });
  const two = [
    await connections.join(server.url, "ada"),
    await connections.join(server.url, "bob"),
  ];
  await (await connections.open(server.url)).payload("refused");
  for (const one of two) assert.ok((await one.ask("rooms")).ok);
});

test("a connection may be in so many rooms, come again to each, and swap one for another", async () => {
  const { url } = await open("rooms-per-connection=3", { RATE_LIMITS: "off" });
  const ada = await connections.open(url);
  const enter = (index: number) => ada.ask("join", { room: `room${index}`, username: "ada" });
  assert.equal(await codes(5, enter), { ok: 3, limit_reached: 2 });
  assert.ok((await enter(1)).ok);
  await ada.get("leave", { room: "room0" });
  assert.ok((await enter(4)).ok);
});

test("a room has so many members; one of them may come with another connection", async () => {
  const { url } = await open("members-per-room=2", { RATE_LIMITS: "off" });
  await connections.join(url, "ada");
  await connections.join(url, "bob");
  await connections.join(url, "ada");
  const cem = await connections.open(url);
  const refused = await cem.refusal("join", { room: "general", username: "cem" });
  assert.is(refused.code, "limit_reached");
  assert.match(refused.message, "2 members");
  assert.ok((await cem.ask("join", { room: "other", username: "cem" })).ok);
});

test("the server has so many rooms with people in them", async () => {
  const { url } = await open("rooms=2", { RATE_LIMITS: "off" });
  const ada = await connections.join(url, "ada", "one");
  await ada.get("join", { room: "two", username: "ada" });
  assert.is((await ada.refusal("join", { room: "three", username: "ada" })).code, "limit_reached");
  await ada.get("leave", { room: "two" });
  assert.ok((await ada.ask("join", { room: "three", username: "ada" })).ok);
});

test("who goes on past its refusals is cut off, and nobody else", async () => {
  const server = await open("messages=5/0.01,refusals=50/0.01");
  const calm = await connections.join(server.url, "calm");
  const flood = await connections.join(server.url, "flood");
  const message = { room: "general", message: "x" };
  for (let i = 0; i < 200; i++) flood.tell("message", message);
  await flood.payload("lost");
  assert.is((await calm.payload("user_left")).username, "flood");
  assert.ok((await calm.ask("message", message)).ok);
  assert.is(await metric(server, 'chat_connections_cut_off_total{reason="flood"}'), 1);
  assert.is(await metric(server, 'chat_limits_met_total{limit="messages"}'), 51);
});

test("behind a proxy that is believed, each client has its own limits", async () => {
  const settings = { TRUST_PROXY: "loopback" };
  const { url } = await open("posts-per-address=2/0.01,connects-per-address=1/0.01", settings);
  const posting = async (client: string) => {
    const headers = { "X-Forwarded-For": `6.6.6.6, ${client}` };
    const body = { username: "ci", message: "x" };
    return (await post(url, "/api/rooms/general/messages", body, headers)).status;
  };
  for (const client of ["192.0.2.1", "2001:db8::1", "192.0.2.2"]) {
    assert.equal([await posting(client), await posting(client)], [201, 201], client);
    assert.is(await posting(client), 429, client);
  }
  assert.is(await posting("2001:db8::ffff"), 429);
  for (const client of ["192.0.2.1", "192.0.2.2"]) {
    const extraHeaders = { "X-Forwarded-For": client };
    assert.ok((await (await connections.open(url, { extraHeaders })).ask("rooms")).ok);
    const again = await connections.open(url, { extraHeaders });
    assert.is((await again.payload("refused")).code, "rate_limited");
  }
});

test("without trust, a made-up header gives nobody a limit of their own", async () => {
  const { url } = await open("posts-per-address=2/0.01");
  const statuses: number[] = [];
  for (let i = 0; i < 4; i++) {
    const headers = { "X-Forwarded-For": `192.0.2.${i}`, "X-Real-IP": `192.0.2.${i}` };
    const body = { username: "ci", message: "x" };
    statuses.push((await post(url, "/api/rooms/general/messages", body, headers)).status);
  }
  assert.equal(statuses, [201, 201, 429, 429]);
});

test.run();
