// `npm start` as people and supervisors use it. The checkout is set up already when tests run.

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as assert from "uvu/assert";

import { ROOT } from "../scripts/paths.js";
import { startChild, untilReady } from "../test-support/child.ts";
import { freePort } from "../test-support/free-port.ts";
import { suite } from "../test-support/suite.ts";

const test = suite("npm start");
let folder = "";

test.before(() => {
  folder = mkdtempSync(join(tmpdir(), "chat-start-"));
});

test.after(() => {
  rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
});

test("its arguments reach the server, and the server ends in good order with npm", async () => {
  const port = await freePort();
  const env = { ...process.env, PORT: "1", STORE: "embedded", DATA_DIR: folder };
  const npm = await startChild("npm", ["start", "--", "--port", String(port)], { env, cwd: ROOT });
  await untilReady(npm, "npm start", () => answers(port), 15_000);
  // The server holds the same pipes as npm: this settles only when both have ended.
  await npm.stop();
  assert.not(await answers(port));
  assert.match(npm.logs, "Closed");
});

test("a value that makes no sense ends it with one line and the server's own status", async () => {
  const env = { ...process.env, PORT: "99999", STORE: "embedded", DATA_DIR: folder };
  const npm = await startChild("npm", ["start", "--silent"], { env, cwd: ROOT });
  const { code } = await npm.exited;
  assert.is(code, 2);
  assert.match(npm.logs, /^chat-server: PORT .*$/m);
});

async function answers(port: number): Promise<boolean> {
  try {
    return (await fetch(`http://127.0.0.1:${port}/healthz`)).ok;
  } catch {
    return false;
  }
}

test.run();
