// The endpoints that people's programs use, and what they answer to what is wrong.

import * as assert from "uvu/assert";

import { isTimestamp, readMessage } from "@chat/protocol";

import { suite } from "../../../../test-support/suite.ts";
import { Connections } from "../support/connection.ts";
import { ask, post } from "../support/http.ts";
import { type TestServer, runServer } from "../support/running-server.ts";

const test = suite("HTTP endpoints");

const connections = new Connections();
let server: TestServer;
let url: string;
let rooms = 0;
let room: string;
let messages: string;

test.before(async () => {
  server = await runServer();
  url = server.url;
});

test.before.each(() => {
  room = `room${++rooms}`;
  messages = `/api/rooms/${room}/messages`;
});

test.after.each(() => {
  connections.closeAll();
  assert.equal(server.faults, []);
});

test.after(() => server.close());

test("POST stores a message, answers 201 with it, and everyone in the room sees it", async () => {
  const ada = await connections.join(url, "ada", room);
  const answer = await post(url, messages, { username: "ci", message: "build \u{1f600}\n" });
  assert.is(answer.status, 201);
  assert.match(String(answer.headers["content-type"]), /^application\/json; charset=utf-8/);
  const { message } = answer.json;
  assert.equal(Object.keys(answer.json as object), ["message"]);
  assert.equal(readMessage(message), message);
  assert.equal(
    [message.room, message.username, message.message],
    [room, "ci", "build \u{1f600}\n"],
  );
  assert.equal(await ada.payload("message"), message);
});

test("POST takes plain text with the author in the query", async () => {
  for (const type of ["text/plain", "text/plain; charset=utf-8", "TEXT/PLAIN"]) {
    const { status, json } = await ask(url, `${messages}?username=ci`, {
      method: "POST",
      headers: { "Content-Type": type },
      body: "one\n\u00e9",
    });
    assert.is(status, 201, type);
    assert.equal([json.message.username, json.message.message], ["ci", "one\n\u00e9"]);
  }
});

test("POST takes JSON whatever its content type adds", async () => {
  for (const type of [
    "application/json; charset=utf-8",
    "application/JSON",
    "application/json;charset=UTF-8",
  ]) {
    const body = { username: "ci", message: type };
    const { status } = await post(url, messages, body, { "Content-Type": type });
    assert.is(status, 201, type);
  }
});

test("the nonce of the body and the Idempotency-Key are one and the same thing", async () => {
  const first = await post(url, messages, { username: "ci", message: "once", nonce: "n" });
  const key = { "Idempotency-Key": "n" };
  const second = await post(url, messages, { username: "ci", message: "once" }, key);
  const third = await ask(url, `${messages}?username=ci`, {
    method: "POST",
    headers: { ...key, "Content-Type": "text/plain" },
    body: "once",
  });
  assert.equal([second.status, third.status], [201, 201]);
  assert.equal([second.json, third.json], [first.json, first.json]);
  const { json } = await ask(url, `/api/rooms/${room}/history`);
  assert.is(json.messages.length, 1);
});

test("a nonce over HTTP is the same as one over a socket", async () => {
  const ada = await connections.join(url, "ada", room);
  const { message } = await ada.get("message", { room, message: "once", nonce: "n" });
  const answer = await post(url, messages, { username: "ada", message: "once", nonce: "n" });
  assert.equal(answer.json.message, message);
});

for (const [what, body, status, code] of [
  ["no username", { message: "x" }, 400, "invalid_username"],
  ["a bad username", { username: "a b", message: "x" }, 400, "invalid_username"],
  ["no message", { username: "ci" }, 400, "invalid_message"],
  ["a blank message", { username: "ci", message: " \n" }, 400, "invalid_message"],
  ["a message that is a number", { username: "ci", message: 5 }, 400, "invalid_message"],
  ["a bad nonce", { username: "ci", message: "x", nonce: "" }, 400, "invalid_request"],
  ["a message too long", { username: "ci", message: "a".repeat(4_001) }, 413, "message_too_long"],
  ["a body too large", { username: "ci", message: "a".repeat(200_000) }, 413, "payload_too_large"],
  ["a list", [{ username: "ci", message: "x" }], 400, "invalid_request"],
] as const) {
  test(`POST with ${what} is ${status} ${code}, and stores nothing`, async () => {
    const answer = await post(url, messages, body);
    assert.equal([answer.status, answer.json.error.code], [status, code]);
    assert.ok(answer.json.error.message.length > 10);
    const { json } = await ask(url, `/api/rooms/${room}/history`);
    assert.equal(json.messages, []);
  });
}

for (const [what, type, body] of [
  ["broken JSON", "application/json", '{"username":'],
  ["a JSON word", "application/json", '"text"'],
  ["null", "application/json", "null"],
  ["a form", "application/x-www-form-urlencoded", "username=ci&message=x"],
  ["bytes", "application/octet-stream", "x"],
  ["another JSON type", "application/vnd.api+json", '{"username":"ci","message":"x"}'],
  ["a content type that is none", "x", "x"],
  ["another charset", "text/plain; charset=iso-8859-1", "x"],
  ["an unknown charset", "application/json; charset=klingon", '{"username":"ci","message":"x"}'],
] as const) {
  test(`POST of ${what} is 400 invalid_request`, async () => {
    const headers = { "Content-Type": type };
    const { status, json } = await ask(url, messages, { method: "POST", headers, body });
    assert.equal([status, json.error.code], [400, "invalid_request"]);
  });
}

test("POST without a content type is 400 invalid_request", async () => {
  const { status, json } = await ask(url, messages, { method: "POST", body: "hello" });
  assert.equal([status, json.error.code], [400, "invalid_request"]);
});

test("POST of JSON that is empty is 400 invalid_message", async () => {
  const headers = { "Content-Type": "application/json" };
  const { status, json } = await ask(url, messages, { method: "POST", headers, body: "" });
  assert.equal([status, json.error.code], [400, "invalid_message"]);
});

test("POST of an empty text is 400 invalid_message", async () => {
  const headers = { "Content-Type": "text/plain" };
  const path = `${messages}?username=ci`;
  const { status, json } = await ask(url, path, { method: "POST", headers, body: "" });
  assert.equal([status, json.error.code], [400, "invalid_message"]);
});

test("POST of a field named __proto__ pollutes nothing", async () => {
  const { status } = await ask(url, messages, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: '{"username":"ci","message":"x","__proto__":{"nonce":"n","polluted":1}}',
  });
  assert.ok(status === 201 || status === 400);
  assert.is(({} as Record<string, unknown>)["polluted"], undefined);
});

test("the room of the path is a room name, however it is written", async () => {
  const path = `/api/rooms/${encodeURIComponent("\u6f22\u5b57")}/messages`;
  const { json } = await post(url, path, { username: "ci", message: "x" });
  assert.is(json.message.room, "\u6f22\u5b57");
  for (const bad of [
    "a%20b",
    "__proto__",
    "a%00",
    "..%2f..%2fetc",
    "%2e%2e",
    "a%3ab",
    "*",
    "a".repeat(65),
  ]) {
    for (const answer of [
      await post(url, `/api/rooms/${bad}/messages`, { username: "ci", message: "x" }),
      await ask(url, `/api/rooms/${bad}/history`),
      await ask(url, `/api/rooms/${bad}/members`),
    ]) {
      assert.equal([bad, answer.status, answer.json.error.code], [bad, 400, "invalid_room"]);
    }
  }
});

test("a path that cannot be decoded is a client's error, not the server's", async () => {
  for (const path of [
    "/api/rooms/%E0%A4%A/history",
    "/api/rooms/%/members",
    "/%",
    "/%c0%ae%c0%ae/",
  ]) {
    const { status, json } = await ask(url, path);
    assert.ok(status === 400 || status === 404, `${path} ${status}`);
    assert.ok(json.error.code);
  }
});

test("GET history answers oldest first, 50 at most where no limit is given, and says whether it is complete", async () => {
  for (let index = 0; index < 55; index++) {
    await post(url, messages, { username: "ci", message: `text ${index}` });
  }
  const history = async (query = "") => {
    const { status, json } = await ask(url, `/api/rooms/${room}/history${query}`);
    assert.is(status, 200);
    assert.equal(Object.keys(json as object), ["room", "messages", "complete"]);
    assert.is(json.room, room);
    return json;
  };
  const usual = await history();
  assert.equal([usual.messages.length, usual.complete], [50, false]);
  assert.is(usual.messages[0].message, "text 5");
  assert.is(usual.messages[49].message, "text 54");
  const all = await history("?limit=100");
  assert.equal([all.messages.length, all.complete], [55, true]);
  const ids = all.messages.map(({ id }: { id: number }) => id) as number[];
  assert.equal((await history(`?after=${ids[52]}`)).messages.length, 2);
  assert.equal((await history(`?before=${ids[2]}&limit=`)).messages.length, 2);
  assert.is((await history(`?after=${ids[0]}&limit=1`)).messages[0].message, "text 1");
});

for (const query of [
  ...["limit=0", "limit=101", "limit=-1", "limit=a", "limit=1.5", "limit=1&limit=2"],
  ...["before=x", "after=-1", "after=1e3", "before=1&after=1", "after=9007199254740993"],
]) {
  test(`GET history with ${query} is 400 invalid_request`, async () => {
    const { status, json } = await ask(url, `/api/rooms/${room}/history?${query}`);
    assert.equal([status, json.error.code], [400, "invalid_request"]);
  });
}

test("GET members, rooms and stats say who is where", async () => {
  await connections.join(url, "zoe", room);
  await connections.join(url, "ada", room);
  await post(url, messages, { username: "ci", message: "x" });
  assert.equal((await ask(url, `/api/rooms/${room}/members`)).json, {
    room,
    members: ["ada", "zoe"],
  });
  assert.equal((await ask(url, "/api/rooms/nowhere/members")).json, {
    room: "nowhere",
    members: [],
  });
  const list = (await ask(url, "/api/rooms")).json.rooms as {
    room: string;
    lastMessageAt: string;
  }[];
  const mine = list.find((one) => one.room === room);
  assert.ok(isTimestamp(mine?.lastMessageAt));
  assert.equal({ ...mine, lastMessageAt: "" }, { room, members: 2, lastMessageAt: "" });
  const { json } = await ask(url, "/stats");
  assert.equal(Object.keys(json as object).toSorted(), [
    ...["active_rooms", "clients", "node", "rooms", "store", "uptime", "version"],
  ]);
  assert.equal(json.active_rooms[room], ["ada", "zoe"]);
  assert.is(json.rooms, Object.keys(json.active_rooms as object).length);
  assert.is(json.store, "embedded");
  assert.ok(json.clients >= 2);
  assert.ok(Number.isInteger(json.uptime) && json.uptime >= 0);
  assert.type(json.node, "string");
});

test("health and readiness are 200, for HEAD too, and never from a cache", async () => {
  for (const path of ["/healthz", "/readyz"]) {
    for (const method of ["GET", "HEAD"]) {
      const { status, headers, text } = await ask(url, path, { method });
      assert.is(status, 200);
      assert.is(headers["cache-control"], "no-store");
      assert.is(text === "", method === "HEAD");
    }
  }
});

test("HEAD is answered like GET, without a body", async () => {
  for (const path of ["/", "/stats", "/api/rooms", `/api/rooms/${room}/history`]) {
    const { status, text, headers } = await ask(url, path, { method: "HEAD" });
    assert.equal([status, text], [200, ""], path);
    assert.ok(headers["content-type"], path);
  }
});

test("OPTIONS says which methods there are", async () => {
  const { status, headers } = await ask(url, messages, { method: "OPTIONS" });
  assert.is(status, 200);
  assert.match(String(headers.allow), "POST");
});

for (const [method, path] of [
  ["GET", "messages"],
  ["DELETE", "messages"],
  ["PUT", "history"],
  ["POST", "members"],
]) {
  test(`${method} of ${path} is 405 with the methods that there are`, async () => {
    const { status, json, headers } = await ask(url, `/api/rooms/${room}/${path}`, {
      method: method ?? "",
    });
    assert.equal([status, json.error.code], [405, "method_not_allowed"]);
    assert.match(String(headers.allow), path === "messages" ? "POST" : "GET");
  });
}

for (const path of [
  "/nothing",
  "/api",
  "/api/nothing",
  "/api/rooms/a/b/c",
  "/stats/x",
  "/socket.io",
  "/favicon.ico",
]) {
  test(`GET ${path} is 404 with a code, where there is nothing`, async () => {
    const { status, json } = await ask(url, path);
    assert.equal([status, json.error.code], [404, "not_found"]);
  });
}

test("answers of the API are never kept by a cache", async () => {
  for (const path of ["/stats", "/api/rooms", `/api/rooms/${room}/members`]) {
    assert.is((await ask(url, path)).headers["cache-control"], "no-store", path);
  }
});

test("a page of history has an ETag, and is not sent again until the page changes", async () => {
  const path = `/api/rooms/${room}/history`;
  await post(url, messages, { username: "ada", message: "one" });
  const first = await ask(url, path);
  assert.is(first.headers["cache-control"], "private, no-cache");
  const headers = { "If-None-Match": String(first.headers["etag"]) };
  const same = await ask(url, path, { headers });
  assert.equal([same.status, same.text], [304, ""]);
  await post(url, messages, { username: "ada", message: "two" });
  const changed = await ask(url, path, { headers });
  assert.is(changed.status, 200);
  assert.is(changed.json.messages.at(-1).message, "two");
});

test("a history is answered alike however its room is written, and to HEAD without the body", async () => {
  await post(url, messages, { username: "ada", message: "one" });
  const plain = await ask(url, `/api/rooms/${room}/history`);
  const encoded = await ask(url, `/api/rooms/%72${room.slice(1)}/history`);
  const head = await ask(url, `/api/rooms/${room}/history`, { method: "HEAD" });
  // The moment and the name of a request are its own.
  const fieldsOf = ({ date: _, "x-request-id": __, ...fields }: typeof plain.headers) => fields;
  assert.is(plain.headers["content-length"], String(Buffer.byteLength(plain.text)));
  assert.equal([encoded.status, encoded.text], [200, plain.text]);
  assert.equal(fieldsOf(encoded.headers), fieldsOf(plain.headers));
  assert.equal([head.status, head.text], [200, ""]);
  assert.equal(fieldsOf(head.headers), fieldsOf(plain.headers));
  assert.ok(plain.headers["content-security-policy"]);
});

test("an ETag counts in a list, weakly, as a star, and not where a cache is to be passed by", async () => {
  const path = `/api/rooms/${room}/history`;
  const etag = String((await ask(url, path)).headers["etag"]);
  const statusFor = async (headers: Record<string, string>) =>
    (await ask(url, path, { headers })).status;
  assert.is(await statusFor({ "If-None-Match": `"other", W/${etag}` }), 304);
  assert.is(await statusFor({ "If-None-Match": "*" }), 304);
  assert.is(await statusFor({ "If-None-Match": '"other"' }), 200);
  assert.is(await statusFor({ "If-None-Match": etag, "Cache-Control": "no-cache" }), 200);
});

test("a server closes without waiting for requests that were answered, refused ones too", async () => {
  const other = await runServer();
  await post(other.url, messages, { username: "ada", message: "one" });
  await ask(other.url, "/nothing/is/here");
  const from = performance.now();
  await other.close();
  // It waits for four seconds where one is open.
  assert.ok(performance.now() - from < 3_500);
});

test.run();
