// Who is let in, over sockets and over HTTP: tokens and origins.

import * as assert from "uvu/assert";

import { suite } from "../../../../test-support/suite.ts";
import { Connections } from "../support/connection.ts";
import { ask, post } from "../support/http.ts";
import { type TestServer, runServer } from "../support/running-server.ts";

const test = suite("Admission");

const TOKEN = "a-token-of-the-test";
const connections = new Connections();
let guarded: TestServer;
let open: TestServer;

test.before(async () => {
  guarded = await runServer({ CHAT_TOKEN: `${TOKEN},another` });
  open = await runServer({ ALLOWED_ORIGINS: "https://chat.example, http://other.example:8080" });
});

test.after.each(() => {
  connections.closeAll();
});

test.after(async () => {
  await guarded.close();
  await open.close();
});

test("a handshake without the token is refused, with code and sentence", async () => {
  for (const token of [
    undefined,
    "",
    "wrong",
    `${TOKEN} `,
    TOKEN.slice(1),
    7,
    [TOKEN],
    { token: TOKEN },
  ]) {
    const client = await connections.open(guarded.url, { auth: { token } });
    const data = await client.payload("refused");
    assert.is(data.code, "unauthorized", JSON.stringify(token));
    assert.ok(data.message.length > 10);
  }
});

test("a handshake with any of the tokens is let in, by polling too", async () => {
  for (const token of [TOKEN, "another"]) {
    for (const transports of [["websocket"], ["polling"]]) {
      const client = await connections.open(guarded.url, { auth: { token }, transports });
      assert.ok((await client.ask("rooms")).ok);
    }
  }
});

test("HTTP without the token is 401, for reading and for posting", async () => {
  const wrong = ["", "Bearer", "Bearer wrong", TOKEN, `Basic ${TOKEN}`, `Bearer ${TOKEN}x`];
  for (const authorization of wrong) {
    const headers = { Authorization: authorization };
    for (const path of [
      "/stats",
      "/api/rooms",
      "/api/rooms/general/history",
      "/api/rooms/general/members",
    ]) {
      const { status, json, headers: answered } = await ask(guarded.url, path, { headers });
      assert.equal([status, json.error.code], [401, "unauthorized"], `${path} ${authorization}`);
      assert.is(answered["www-authenticate"], "Bearer");
    }
    const body = { username: "ci", message: "x" };
    const posted = await post(guarded.url, "/api/rooms/general/messages", body, headers);
    assert.is(posted.status, 401);
  }
});

test("HTTP with the token is served", async () => {
  const headers = { Authorization: `Bearer ${TOKEN}` };
  assert.is((await ask(guarded.url, "/stats", { headers })).status, 200);
  const body = { username: "ci", message: "x" };
  assert.is((await post(guarded.url, "/api/rooms/general/messages", body, headers)).status, 201);
});

test("the page and the health of the process need no token", async () => {
  for (const path of ["/", "/healthz", "/readyz"]) {
    assert.is((await ask(guarded.url, path)).status, 200, path);
  }
});

test("a page of another origin is refused, over sockets and HTTP", async () => {
  for (const origin of [
    "https://evil.example",
    "null",
    "http://chat.example",
    "https://chat.example.evil",
    "x",
  ]) {
    const client = await connections.open(open.url, { extraHeaders: { Origin: origin } });
    assert.is((await client.payload("refused")).code, "forbidden_origin", origin);
    // Written so that the router has to read it, and so that it has not.
    for (const path of ["/stats", "/api/rooms/general/history", "/api/rooms/%67eneral/history"]) {
      const { status, json } = await ask(open.url, path, { headers: { Origin: origin } });
      assert.equal([status, json.error.code], [403, "forbidden_origin"], `${origin} ${path}`);
    }
    const body = { username: "ci", message: "x" };
    const posted = await post(open.url, "/api/rooms/general/messages", body, { Origin: origin });
    assert.is(posted.status, 403);
  }
});

test("the server's own page, pages on the list and programs without an origin are let in", async () => {
  for (const origin of [open.url, "https://chat.example", "http://other.example:8080"]) {
    const client = await connections.open(open.url, { extraHeaders: { Origin: origin } });
    assert.ok((await client.ask("rooms")).ok, origin);
    assert.is((await ask(open.url, "/stats", { headers: { Origin: origin } })).status, 200, origin);
  }
  assert.ok((await (await connections.open(open.url)).ask("rooms")).ok);
});

test("by polling, too, a page of another origin is refused", async () => {
  const extraHeaders = { Origin: "https://evil.example" };
  const client = await connections.open(open.url, { extraHeaders, transports: ["polling"] });
  assert.is((await client.payload("refused")).code, "forbidden_origin");
});

test("an asterisk lets every page in", async () => {
  const all = await runServer({ ALLOWED_ORIGINS: "*" });
  try {
    const client = await connections.open(all.url, {
      extraHeaders: { Origin: "https://any.example" },
    });
    assert.ok((await client.ask("rooms")).ok);
  } finally {
    connections.closeAll();
    await all.close();
  }
});

test.run();
