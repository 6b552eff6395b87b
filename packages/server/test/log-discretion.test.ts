// What the log tells of people: no token, no secret, no text of a message, whatever goes wrong; and no line that somebody
// else than the server wrote.

import { createConnection } from "node:net";

import { io } from "socket.io-client";
import * as assert from "uvu/assert";

import { type Redis, startRedis } from "../../../test-support/redis.ts";
import { type Server, startServer } from "../../../test-support/server.ts";
import { suite } from "../../../test-support/suite.ts";
import { post } from "./support/http.ts";

const test = suite("what the log tells", { needs: ["redis-server"] });

const TOKEN = "the-token-of-this-test";
const SECRET = "the-secret-of-this-test-0123456789";
const TEXT = "the text of this test";
const NONCE = "the-nonce-of-this-test";
const HEADERS = { Authorization: `Bearer ${TOKEN}`, "Chat-Secret": SECRET };
const FORGED = '\r\n{"level":60,"time":"2026-01-01T00:00:00.000Z","msg":"forged"}\r\n';
let redis: Redis;
let server: Server;

test.before(async () => {
  redis = await startRedis();
  server = await startServer({
    env: { REDIS_URL: redis.url, LOG_LEVEL: "trace", CHAT_TOKEN: TOKEN },
  });
});

test.after(async () => {
  await server.stop();
  await redis.stop();
});

/** Posts, whatever comes of it. */
async function say(room: string, fields: object = {}, headers = {}): Promise<number> {
  const body = { username: "ada", message: TEXT, nonce: NONCE, ...fields };
  return (await post(server.url, `/api/rooms/${room}/messages`, body, { ...HEADERS, ...headers }))
    .status;
}

/** Sends bytes over a connection of their own, and settles once the server has closed it. */
function sendBytes(bytes: string): Promise<void> {
  return new Promise((resolve) => {
    const socket = createConnection(server.port, "127.0.0.1", () => socket.write(bytes));
    socket.resume();
    socket.on("error", () => undefined);
    socket.once("close", () => resolve());
  });
}

/** Connects with this `auth` and asks for something, if it is let in. */
async function visit(auth: object): Promise<void> {
  const socket = io(server.url, { forceNew: true, transports: ["websocket"], auth });
  await new Promise<void>((resolve) => {
    socket.once("connect_error", () => resolve());
    socket.once("connect", () => {
      socket.emit("message", { room: "general", username: FORGED, message: TEXT }, () => resolve());
    });
  });
  socket.disconnect();
}

test("neither success nor refusal nor a fault of the store writes down what was said, or by what right", async () => {
  assert.is(await say("general"), 201);
  assert.is(await say("general", { message: TEXT.repeat(400) }), 413);
  assert.is(await say("general", {}, { Authorization: `Bearer ${TOKEN}x` }), 401);
  assert.is(await say("general", {}, { "Chat-Secret": `${SECRET} ` }), 201);
  assert.is(await say("general", { nonce: "" }, { "Chat-Secret": "short" }), 400);
  await redis.cli("set", "room:broken:messages", "somebody else's");
  assert.is(await say("broken"), 500);
  await redis.cli("config", "set", "maxmemory", "1mb");
  assert.is(await say("full", {}), 503);
  await redis.cli("config", "set", "maxmemory", "0");
  await visit({ token: TOKEN, secret: SECRET });
  await visit({ token: `${TOKEN}x`, secret: SECRET });
  const fields = `Authorization: Bearer ${TOKEN}\r\nChat-Secret: ${SECRET}\r\nContent-Type: text/plain`;
  const head = `POST /api/rooms/general/messages?username=ada HTTP/1.1\r\nHost: a\r\n${fields}`;
  await sendBytes(`${head}\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n${TEXT}\r\n`);
  await sendBytes(`${head}\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n${TEXT}`);
  // The fault is there, so the log was written to.
  assert.match(server.logs, /A request failed for a reason of the server's own/);
  // Bytes are written as numbers: Node puts those of what it cannot read into its errors.
  const bytes = [TOKEN, SECRET, TEXT].map((text) => [...Buffer.from(text)].join());
  for (const told of [TOKEN, SECRET, TEXT, NONCE, ...bytes]) {
    const at = server.logs.indexOf(told);
    assert.is(at, -1, `the log says ${server.logs.slice(Math.max(0, at - 200), at + 200)}`);
  }
});

test("no name, text, origin or address of a request makes a line of its own", async () => {
  await visit({ token: TOKEN, username: FORGED, secret: FORGED });
  await say("general", { username: FORGED, message: FORGED, nonce: FORGED.slice(0, 60) });
  await say(encodeURIComponent(FORGED));
  await sendBytes(
    `GET /stats HTTP/1.1\r\nHost: a\r\nOrigin: ${FORGED}X-Forwarded-For: ${FORGED}\r\n`,
  );
  for (const line of server.logs.trimEnd().split("\n")) {
    const { level, time, msg } = JSON.parse(line) as Record<string, unknown>;
    assert.equal([typeof level, typeof time, typeof msg], ["number", "string", "string"], line);
    assert.is.not(msg, "forged");
  }
});

test.run();
