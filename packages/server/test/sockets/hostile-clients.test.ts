// Clients that send too much, garbage, or never read: they hurt nobody but themselves.

import { createConnection } from "node:net";

import * as assert from "uvu/assert";
import WebSocket from "ws";

import { suite } from "../../../../test-support/suite.ts";
import { type Connection, Connections } from "../support/connection.ts";
import { ask } from "../support/http.ts";
import { type TestServer, runServer } from "../support/running-server.ts";

const test = suite("hostile clients");

const connections = new Connections();
const raws: WebSocket[] = [];
let limited: TestServer;
let unlimited: TestServer;

test.before(async () => {
  limited = await runServer();
  unlimited = await runServer({ RATE_LIMITS: "off" });
});

test.after.each(() => {
  for (const raw of raws.splice(0)) raw.terminate();
  connections.closeAll();
  assert.equal([...limited.faults, ...unlimited.faults], []);
});

test.after(async () => {
  await limited.close();
  await unlimited.close();
});

/** Opens a WebSocket without a Socket.IO client, and settles once the namespace is open. */
async function openRaw(url: string): Promise<WebSocket> {
  const raw = new WebSocket(`${url.replace("http", "ws")}/socket.io/?EIO=4&transport=websocket`);
  raws.push(raw);
  raw.on("error", () => undefined);
  await new Promise<void>((resolve, reject) => {
    raw.once("close", () => reject(new Error("closed before it was open")));
    raw.on("message", (data) => {
      if (text(data).startsWith("0")) raw.send("40");
      if (text(data).startsWith("40")) resolve();
    });
  });
  return raw;
}

/** What came over a WebSocket, as text. */
function text(data: WebSocket.RawData): string {
  return Buffer.isBuffer(data) ? data.toString() : "";
}

function closed(raw: WebSocket): Promise<void> {
  return new Promise((resolve) => raw.once("close", () => resolve()));
}

test("at least 20 messages at once are taken, then they are refused with the time to wait", async () => {
  const ada = await connections.join(limited.url, "ada", "limited");
  const answers = await Promise.all(
    Array.from({ length: 60 }, (_, index) =>
      ada.ask("message", { room: "limited", message: `${index}` }),
    ),
  );
  assert.ok(answers.slice(0, 20).every(({ ok }) => ok));
  const refused = answers.flatMap((answer) => (answer.ok ? [] : [answer.error]));
  assert.ok(refused.length > 20);
  for (const { code, retryAfterMs } of refused) {
    assert.is(code, "rate_limited");
    assert.ok(retryAfterMs !== undefined && retryAfterMs > 0 && retryAfterMs <= 1_000);
  }
  // Some time has passed: the bucket may hold a few again.
  for (let index = 0; index < 60; index++) ada.tell("message", { room: "limited", message: "x" });
  const error = await ada.payload("chat_error");
  assert.equal([error.event, error.code], ["message", "rate_limited"]);
});

test("the limit is each connection's own, and other requests are not counted", async () => {
  const ada = await connections.join(limited.url, "ada", "limited");
  for (let index = 0; index < 60; index++) ada.tell("message", { room: "limited", message: "x" });
  const bob = await connections.join(limited.url, "bob", "limited");
  assert.ok((await bob.ask("message", { room: "limited", message: "fine" })).ok);
  for (let index = 0; index < 60; index++) assert.ok((await ada.ask("rooms")).ok);
});

test("without limits every message is taken", async () => {
  const ada = await connections.join(unlimited.url, "ada", "unlimited");
  const answers = await Promise.all(
    Array.from({ length: 300 }, () => ada.ask("message", { room: "unlimited", message: "x" })),
  );
  assert.ok(answers.every(({ ok }) => ok));
});

test("who never reads is cut off, and everybody else misses nothing", async () => {
  const room = "flood";
  const sender = await connections.join(unlimited.url, "ada", room);
  const reader = await connections.join(unlimited.url, "bob", room);
  const slow = await openRaw(unlimited.url);
  slow.send(`42["join",{"room":"${room}","username":"slow"}]`);
  await reader.payload("user_joined");
  slow.pause();
  const message = "\u{1f600}".repeat(4_000);
  let sent = 0;
  while (reader.payloads("user_left").length === 0) {
    assert.ok(sent < 3_000, "it should have been cut off by now");
    await Promise.all(Array.from({ length: 20 }, () => sender.get("message", { room, message })));
    sent += 20;
  }
  assert.is(reader.payloads("user_left")[0].username, "slow");
  await reader.payload("message", sent);
  await sender.payload("message", sent);
  const ids = (client: Connection) => client.payloads("message").map(({ id }) => id as number);
  assert.equal(ids(reader), ids(sender));
  assert.equal(
    ids(reader),
    ids(reader).toSorted((a, b) => a - b),
  );
  assert.equal((await reader.get("members", { room })).members, ["ada", "bob"]);
});

test("a member that is slow for a moment only is not cut off, and misses nothing", async () => {
  const room = "pause";
  const sender = await connections.join(unlimited.url, "ada", room);
  const slow = await openRaw(unlimited.url);
  const got: string[] = [];
  slow.on("message", (data) => got.push(...text(data).split("\u001e")));
  slow.send(`42["join",{"room":"${room}","username":"slow"}]`);
  await sender.payload("user_joined");
  slow.pause();
  for (let index = 0; index < 100; index++) {
    await sender.get("message", { room, message: `text ${index}` });
  }
  slow.resume();
  await new Promise<void>((resolve) => {
    slow.on("message", () => {
      if (got.some((one) => one.includes("text 99"))) resolve();
    });
  });
  const texts = got.flatMap((one) => /"message":"(text \d+)"/.exec(one)?.[1] ?? []);
  assert.equal(
    texts,
    Array.from({ length: 100 }, (_, index) => `text ${index}`),
  );
});

const PACKETS: Record<string, (string | Buffer)[]> = {
  "no packet at all": ["garbage"],
  "an empty frame": [""],
  "an unknown engine packet": ["9"],
  "a Socket.IO packet without a type": ["4"],
  "an event without a name": ["42[]"],
  "an event that is no list": ['42{"room":"a"}'],
  "broken JSON": ['42["join",{"room":'],
  "a name that is a number": ["42[1,2]"],
  "a name that is null": ["42[null]"],
  "a reserved name": ['42["disconnect"]'],
  "another reserved name": ['42["connect_error",{}]'],
  "the word __proto__ as a name": ['42["__proto__",{}]'],
  "the word constructor as a name": ['42["constructor",{}]'],
  "an acknowledgement that nobody asked for": ['43["x"]', '439999["x"]'],
  "an acknowledgement with an id beyond all numbers": ['4299999999999999999999999["rooms"]'],
  "an attachment that is announced and sent": [
    '451-["message",{"room":"general","username":"a","message":{"_placeholder":true,"num":0}}]',
    Buffer.from("x"),
  ],
  "an attachment with a number out of range": [
    '451-["message",{"room":"general","message":{"_placeholder":true,"num":7}}]',
    Buffer.from("x"),
  ],
  "an attachment that never comes": ['459-["message",{"_placeholder":true,"num":0}]'],
  "bytes out of nowhere": [Buffer.from([0, 1, 2, 255])],
  "text that is not UTF-8 in a binary frame": [Buffer.from([0xff, 0xfe, 0x34, 0x32])],
  "another namespace": ["40/admin,"],
  "an event for a namespace that is not open": ['42/admin,["join",{}]'],
  "a deep list": [`42["join",${"[".repeat(20_000)}${"]".repeat(20_000)}]`],
  "a huge number": ['42["history",{"room":"general","before":1e999}]'],
  "a connect packet twice": ["40", "40"],
};

for (const [what, packets] of Object.entries(PACKETS)) {
  test(`${what} hurts nobody else`, async () => {
    const ada = await connections.join(limited.url, "ada", "calm");
    const raw = await openRaw(limited.url);
    for (const packet of packets) raw.send(packet);
    // Answered, or cut off; either way it has been read by then.
    const answered = new Promise<void>((resolve) => {
      raw.on("message", (data) => {
        if (text(data).startsWith("4377")) resolve();
      });
    });
    raw.send('4277["rooms"]');
    await Promise.race([answered, closed(raw)]);
    assert.equal((await ada.get("members", { room: "calm" })).members, ["ada"]);
    assert.is((await ask(limited.url, "/healthz")).status, 200);
  });
}

test("a packet beyond the limit ends its connection and no other", async () => {
  const ada = await connections.join(limited.url, "ada", "calm");
  const raw = await openRaw(limited.url);
  const gone = closed(raw);
  raw.send(`42["message",{"room":"calm","username":"a","message":"${"a".repeat(200_000)}"}]`);
  await gone;
  assert.ok((await ada.ask("rooms")).ok);
});

test("a message of 4,000 characters fits, however it is escaped", async () => {
  const ada = await connections.join(limited.url, "ada", "calm");
  const raw = await openRaw(limited.url);
  const escaped = "\\ud83d\\ude00".repeat(4_000);
  raw.send(`42["message",{"room":"calm","username":"a","message":"${escaped}"}]`);
  await ada.untilText("\u{1f600}".repeat(4_000));
});

test("bytes that are no HTTP end their own connection alone", async () => {
  for (const bytes of [
    "\u0000\u0001\u0002\r\n\r\n",
    "GET / HTTP/9.9\r\n\r\n",
    "x".repeat(100_000),
  ]) {
    await new Promise<void>((resolve) => {
      const socket = createConnection(limited.port, "127.0.0.1", () => socket.write(bytes));
      socket.on("error", () => undefined);
      socket.resume();
      socket.once("close", () => resolve());
    });
  }
  assert.is((await ask(limited.url, "/healthz")).status, 200);
});

test.run();
