// test-timeout: 90s
// Abuse below the words of the chat: slow, half-open, oversized and senseless connections end by themselves, and nobody
// else notices.

import { once } from "node:events";
import { type Socket, createConnection } from "node:net";

import * as assert from "uvu/assert";
import WebSocket from "ws";

import { suite } from "../../../../test-support/suite.ts";
import { Connections } from "../support/connection.ts";
import { ask } from "../support/http.ts";
import { type TestServer, runServer } from "../support/running-server.ts";

const test = suite("abuse of the transport", { timeoutMs: 45_000 });

const connections = new Connections();
const raws: (Socket | WebSocket)[] = [];
let server: TestServer;

test.before(async () => {
  server = await runServer();
});

test.after.each(async () => {
  for (const raw of raws.splice(0)) {
    if (raw instanceof WebSocket) raw.terminate();
    else raw.destroy();
  }
  // Whatever was done: somebody who comes now is served.
  const ada = await connections.join(server.url, "ada", "after");
  assert.ok((await ada.ask("message", { room: "after", message: "x" })).ok);
  connections.closeAll();
  assert.equal(server.faults.splice(0), []);
});

test.after(async () => {
  await server.close();
});

/** A TCP connection that says this, and what came back by the time the server ended it. */
async function speak(...words: (string | Buffer)[]): Promise<string> {
  const socket = createConnection(server.port, "127.0.0.1");
  raws.push(socket);
  let heard = "";
  socket.on("data", (data) => (heard += data.toString("latin1")));
  socket.on("error", () => undefined);
  for (const word of words) socket.write(word);
  await once(socket, "close");
  return heard;
}

/** A WebSocket without Socket.IO, and how it ended. */
function openWebSocket(): { raw: WebSocket; opened: Promise<void>; ended: Promise<string> } {
  const url = `${server.url.replace("http", "ws")}/socket.io/?EIO=4&transport=websocket`;
  const raw = new WebSocket(url);
  raws.push(raw);
  raw.on("error", () => undefined);
  const ended = new Promise<string>((resolve) => {
    raw.once("close", (code, reason) => resolve(`${code} ${reason.toString()}`));
  });
  return { raw, opened: new Promise((resolve) => raw.once("open", () => resolve())), ended };
}

/** A polling session that has begun, as the path of its requests. */
async function openPolling(): Promise<string> {
  const path = "/socket.io/?EIO=4&transport=polling";
  const { text } = await ask(server.url, path);
  return `${path}&sid=${(JSON.parse(text.slice(1)) as { sid: string }).sid}`;
}

/** Polls until the session is over. */
async function untilOver(path: string): Promise<void> {
  while ((await ask(server.url, path)).status === 200);
}

test("who says nothing, or too little too slowly, is let go within seconds", async () => {
  const began = performance.now();
  const post = "POST /api/rooms/general/messages?username=a HTTP/1.1\r\nHost: x\r\n";
  const { opened, ended } = openWebSocket();
  const polling = opened.then(openPolling);
  const answers = await Promise.all([
    speak(),
    speak("GET /stats HTTP/1.1\r\nHost: x\r\nX-Slow: "),
    speak(`${post}Content-Type: text/plain\r\nContent-Length: 100\r\n\r\nhalf`),
    ended,
    polling.then(untilOver),
  ]);
  const [silent, head, body, webSocket] = answers;
  for (const answer of [silent, head, body]) assert.match(answer, /^(HTTP\/1.1 408 |$)/);
  assert.match(webSocket, /^1005|^1006|^1000/);
  const seconds = (performance.now() - began) / 1_000;
  assert.ok(seconds < 30, `${seconds}`);
});

test("a WebSocket packet beyond the limit ends its connection, in words", async () => {
  const { raw, opened, ended } = openWebSocket();
  await opened;
  raw.send(`40${"x".repeat(100_000)}`);
  assert.is(await ended, "1009 A packet may have 100,000 bytes at the most.");
});

test("a packet in so many fragments that they are beyond the limit ends its connection", async () => {
  const { raw, opened, ended } = openWebSocket();
  await opened;
  for (let i = 0; i < 30; i++) raw.send("x".repeat(10_000), { fin: false });
  assert.match(await ended, /^1009 /);
});

test("a polling request beyond the limit is 413", async () => {
  const path = await openPolling();
  const { status } = await ask(server.url, path, { method: "POST", body: "4".repeat(100_001) });
  assert.is(status, 413);
});

test("text that is no UTF-8 and frames that are none end their connection, in words", async () => {
  const text = openWebSocket();
  await text.opened;
  text.raw.send(Buffer.from([0x34, 0xff, 0xfe]), { binary: false });
  assert.is(await text.ended, "1007 This text is not valid UTF-8.");
  const frame = openWebSocket();
  await frame.opened;
  // Reserved bits, an unknown opcode.
  (frame.raw as unknown as { _socket: Socket })._socket.write(Buffer.from([0xff, 0xff, 0xff]));
  assert.is(await frame.ended, "1002 This is no valid WebSocket frame.");
});

test("a head that is too large is 431, by its address or by its fields", async () => {
  const long = "x".repeat(20_000);
  assert.match(await speak(`GET /${long} HTTP/1.1\r\nHost: x\r\n\r\n`), /^HTTP\/1.1 431 /);
  assert.match(await speak(`GET / HTTP/1.1\r\nHost: x\r\nX: ${long}\r\n\r\n`), /^HTTP\/1.1 431 /);
  const many = Array.from({ length: 5_000 }, (_, index) => `X${index}: y\r\n`).join("");
  assert.match(await speak(`GET / HTTP/1.1\r\nHost: x\r\n${many}\r\n`), /^HTTP\/1.1 431 /);
});

test("a request that could be read as two is refused", async () => {
  const head = "POST /api/rooms/general/messages HTTP/1.1\r\nHost: x\r\n";
  for (const fields of [
    "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n",
    "Content-Length: 5\r\nContent-Length: 6\r\n",
    "Transfer-Encoding: chunked, identity\r\n",
    "Content-Length : 5\r\n",
    "Content-Length: +5\r\n",
    "X: a\nGET / HTTP/1.1\r\n",
  ]) {
    const answer = await speak(
      `${head}${fields}\r\n0\r\n\r\nGET /stats HTTP/1.1\r\nHost: x\r\n\r\n`,
    );
    assert.match(answer, /^HTTP\/1.1 400 /, fields);
    assert.not.match(answer, "active_rooms", fields);
  }
});

/** Sends the same frame over and over until the connection is over, or it has been sent so often. */
async function flood(raw: WebSocket, send: () => void, times: number): Promise<void> {
  for (let i = 0; i < times && raw.readyState === WebSocket.OPEN; i++) {
    send();
    // The other side is in this process: it has to have its turn.
    if (i % 100 === 99) await new Promise((resolve) => setImmediate(resolve));
  }
}

const FLOODS: Record<string, (raw: WebSocket) => void> = {
  "pongs of Engine.IO": (raw) => raw.send("3"),
  "acknowledgements that nobody asked for": (raw) => raw.send('430["x"]'),
  "events that nobody knows": (raw) => raw.send('42["nothing",{}]'),
  "events written as no client writes them": (raw) => raw.send('42 ["nothing",{}]'),
  "pings of WebSocket": (raw) => raw.ping(),
  "requests beyond the limits": (raw) => raw.send('42["rooms"]'),
};

/** Well before a connection that answers no pings is given up, in milliseconds. */
const CUT_OFF_WITHIN_MS = 10_000;

for (const [what, send] of Object.entries(FLOODS)) {
  test(`a flood of ${what} is cut off`, async () => {
    const started = performance.now();
    const calm = await connections.join(server.url, "ada", "calm");
    const { raw, opened, ended } = openWebSocket();
    await opened;
    // What comes before that is answered ends a connection however little it is.
    const entered = new Promise<void>((resolve) => {
      raw.on("message", (data: Buffer) => String(data).startsWith("40") && resolve());
    });
    raw.send("40");
    await entered;
    await flood(raw, () => send(raw), 20_000);
    assert.match(await ended, /^100[56]/);
    assert.ok(performance.now() - started < CUT_OFF_WITHIN_MS);
    assert.ok((await calm.ask("rooms")).ok);
  });
}

test("who pings and never reads makes the server keep next to nothing", async () => {
  const { raw, opened } = openWebSocket();
  await opened;
  raw.send("40");
  raw.pause();
  const before = process.memoryUsage().arrayBuffers;
  const payload = Buffer.alloc(125);
  // Slowly enough to be no flood.
  for (let i = 0; i < 150; i++) raw.ping(payload);
  await connections.join(server.url, "ada", "calm");
  assert.ok(process.memoryUsage().arrayBuffers - before < 1_000_000);
});

test("two requests of one polling session at once end that session alone", async () => {
  const ada = await connections.join(server.url, "ada", "calm");
  const path = await openPolling();
  const polls = [ask(server.url, path), ask(server.url, path), ask(server.url, path)];
  const answers = await Promise.all(polls);
  assert.ok(answers.some(({ status }) => status === 400));
  assert.is((await ask(server.url, path)).status, 400);
  assert.ok((await ada.ask("rooms")).ok);
});

test("a payload of thirty thousand packets in one polling request hurts nobody else", async () => {
  const ada = await connections.join(server.url, "ada", "calm");
  const path = await openPolling();
  await ask(server.url, path, { method: "POST", body: "40" });
  const body = Array.from({ length: 33_000 }, () => "42").join("\u001e");
  const { status } = await ask(server.url, path, { method: "POST", body });
  assert.ok(status === 200 || status === 400, `${status}`);
  assert.ok((await ada.ask("rooms")).ok);
});

test("every answer has the headers that keep browsers from harm, whatever it is", async () => {
  const path = "/socket.io/?EIO=4&transport=polling";
  const answers = [
    await ask(server.url, "/healthz"),
    await ask(server.url, "/nothing"),
    await ask(server.url, "/api/rooms/general/history"),
    await ask(server.url, "/api/rooms/%20/history"),
    await ask(server.url, "/api/rooms/general/messages", { method: "POST", body: "{" }),
    await ask(server.url, "/stats", { headers: { Origin: "https://evil.example" } }),
    await ask(server.url, path),
    await ask(server.url, `${path}&sid=none`),
    await ask(server.url, path, { method: "DELETE" }),
  ];
  for (const { status, headers } of answers) {
    assert.is(headers["x-content-type-options"], "nosniff", `${status}`);
    assert.match(String(headers["content-security-policy"]), "default-src 'none'", `${status}`);
    assert.is(headers["cross-origin-resource-policy"], "same-origin", `${status}`);
    assert.is(headers["referrer-policy"], "no-referrer", `${status}`);
  }
});

test.run();
