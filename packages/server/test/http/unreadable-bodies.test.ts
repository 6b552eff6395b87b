// Bodies that cannot be read as they are said to be: their sender is told so, the server goes on, and its log keeps none of
// their bytes.

import { createConnection } from "node:net";
import { brotliCompressSync, gzipSync } from "node:zlib";

import * as assert from "uvu/assert";

import { suite } from "../../../../test-support/suite.ts";
import { ask } from "../support/http.ts";
import { type TestServer, runServer } from "../support/running-server.ts";

const test = suite("unreadable bodies");

const PATH = "/api/rooms/general/messages";
const JSON_BODY = JSON.stringify({ username: "ada", message: "hello" });
let server: TestServer;

test.before(async () => {
  server = await runServer();
});

test.after.each(async () => {
  assert.equal(server.faults, []);
  assert.is((await ask(server.url, "/healthz")).status, 200);
});

test.after(async () => server.close());

function postEncoded(encoding: string, body: string | Buffer) {
  const headers = { "Content-Type": "application/json", "Content-Encoding": encoding };
  return ask(server.url, PATH, { method: "POST", headers, body });
}

/** Sends bytes, and settles with what came back once the server has closed the connection. */
function sendBytes(bytes: string): Promise<string> {
  return new Promise((resolve) => {
    let heard = "";
    const socket = createConnection(server.port, "127.0.0.1", () => socket.write(bytes));
    socket.setEncoding("utf8").on("data", (text: string) => (heard += text));
    socket.on("error", () => undefined);
    socket.once("close", () => resolve(heard));
  });
}

test("a compressed body is refused, whether or not it is one", async () => {
  const bodies: [encoding: string, body: string | Buffer][] = [
    ["gzip", gzipSync(JSON_BODY)],
    ["br", brotliCompressSync(JSON_BODY)],
    ["gzip", "no gzip at all"],
    ["br", "no brotli at all"],
    ["deflate", "\u0000"],
    ["gzip, br", JSON_BODY],
    ["unheard-of", JSON_BODY],
  ];
  for (const [encoding, body] of bodies) {
    const { status, json } = await postEncoded(encoding, body);
    assert.equal([encoding, status, json?.error.code], [encoding, 400, "invalid_request"]);
  }
});

test("a body that is compressed, broken and too large does not end the server", async () => {
  for (const encoding of ["br", "gzip", "deflate"]) {
    // Refused before it is read, so the connection may close under the sender's hands.
    await postEncoded(encoding, "a".repeat(120_000)).catch(() => undefined);
    assert.is((await ask(server.url, "/healthz")).status, 200);
  }
});

test("a body that says it is not compressed is read", async () => {
  assert.is((await postEncoded("identity", JSON_BODY)).status, 201);
});

test("chunks that break off in the middle of a body are their sender's fault, and are not logged", async () => {
  const head = `POST ${PATH} HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n`;
  for (const rest of ["fffffffffffffffff\r\n", "5;\n12345\r\n0\r\n\r\n", "5\r\nsecret\r\n"]) {
    const heard = await sendBytes(head + rest);
    assert.match(heard, /^HTTP\/1\.1 400 /);
  }
});

test.run();
