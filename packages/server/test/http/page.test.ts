// The page as files: compressed, cached, fenced in; and nothing beside it.

import { connect } from "node:net";

import * as assert from "uvu/assert";

import { suite } from "../../../../test-support/suite.ts";
import { ask } from "../support/http.ts";
import { type TestServer, runServer } from "../support/running-server.ts";

const test = suite("page");

let server: TestServer;
let url: string;
let asset: string;

test.before(async () => {
  server = await runServer();
  url = server.url;
  const { text } = await ask(url, "/");
  asset = /src="\.?(\/assets\/[^"]+\.js)"/.exec(text)?.[1] ?? "";
  assert.ok(asset, "the page loads a script of its own");
});

test.after.each(() => {
  assert.equal(server.faults, []);
});

test.after(() => server.close());

test("/ is the page, asked about again each time", async () => {
  const { status, headers, text } = await ask(url, "/");
  assert.is(status, 200);
  assert.match(String(headers["content-type"]), "text/html");
  assert.match(text, "<!doctype html>");
  assert.is(headers["cache-control"], "no-cache");
});

test("a file whose name holds its hash is kept for good", async () => {
  const { headers } = await ask(url, asset);
  assert.match(String(headers["content-type"]), "javascript");
  assert.match(String(headers["cache-control"]), "immutable");
});

for (const path of ["/", "asset"]) {
  test(`${path} is compressed for those who take it, and caches are told that it differs`, async () => {
    const plain = await ask(url, path === "/" ? path : asset);
    for (const encoding of ["br", "gzip"]) {
      const headers = { "Accept-Encoding": encoding };
      const answer = await ask(url, path === "/" ? path : asset, { headers });
      assert.is(answer.headers["content-encoding"], encoding);
      assert.match(String(answer.headers.vary), "Accept-Encoding");
      assert.is(answer.headers["content-type"], plain.headers["content-type"]);
      assert.is(answer.text, plain.text);
    }
    assert.is(plain.headers["content-encoding"], undefined);
    assert.match(String(plain.headers.vary), "Accept-Encoding");
  });
}

test("who has it already is answered 304 with nothing", async () => {
  for (const path of ["/", asset]) {
    const { headers } = await ask(url, path);
    const modified = headers["last-modified"] ?? "";
    assert.ok(modified);
    const again = await ask(url, path, { headers: { "If-Modified-Since": modified } });
    assert.equal([again.status, again.text], [304, ""]);
    const old = { "If-Modified-Since": "Thu, 01 Jan 1970 00:00:00 GMT" };
    assert.is((await ask(url, path, { headers: old })).status, 200);
  }
});

test("every answer is fenced in: the page, the API, an error and health alike", async () => {
  for (const path of ["/", asset, "/stats", "/nothing", "/healthz"]) {
    const { headers } = await ask(url, path);
    const policy = String(headers["content-security-policy"]);
    assert.match(policy, "default-src 'none'", path);
    assert.match(policy, "script-src 'self'", path);
    assert.match(policy, "frame-ancestors 'none'", path);
    assert.not.match(policy, /unsafe|upgrade-insecure-requests/);
    assert.is(headers["x-content-type-options"], "nosniff", path);
    assert.is(headers["strict-transport-security"], undefined, path);
    assert.is(headers["x-powered-by"], undefined, path);
  }
});

for (const path of [
  ...["/../package.json", "/..%2fpackage.json", "/%2e%2e/package.json", "/%2e%2e%2fpackage.json"],
  ...["/assets/..%2f..%2f..%2fpackage.json", "/..%5cpackage.json", "/assets/../../package.json"],
  ...[
    "//etc/passwd",
    "/%00",
    "/index.html%00.txt",
    "/....//package.json",
    "/.%2e/server/package.json",
  ],
]) {
  test(`${path} leads to nothing outside the page`, async () => {
    const { status, text } = await ask(url, path);
    assert.ok([400, 403, 404].includes(status), `${status}`);
    assert.not.match(text, "@chat/");
    assert.not.match(text, "root:");
  });
}

test("other methods than GET and HEAD get no file", async () => {
  for (const method of ["POST", "PUT", "DELETE"]) {
    const { status } = await ask(url, asset, { method });
    assert.ok(status === 404 || status === 405, `${method} ${status}`);
  }
});

test("a client that hangs up early is no fault of the server", async () => {
  for (let round = 0; round < 20; round++) {
    await new Promise<void>((resolve, reject) => {
      const socket = connect(server.port, "127.0.0.1");
      socket.once("error", reject);
      socket.once("close", () => resolve());
      // Gone when the server has read the request, and not yet the file.
      socket.write(`GET ${asset} HTTP/1.1\r\nHost: test\r\n\r\n`, () => socket.destroy());
    });
    assert.is((await ask(url, asset)).status, 200);
  }
});

test.run();
