// How the command starts: from one file and what V8 made of it at build time, whatever became of that since.

import { cpSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { Script } from "node:vm";

import * as assert from "uvu/assert";

import { suite } from "../../../test-support/suite.ts";
import { temporaryFolder } from "../../../test-support/temporary-folder.ts";
import { startChild } from "../../../test-support/child.ts";
import { CHAT, runChat } from "./support/run-chat.ts";

const test = suite("the start of chat");
const PACKAGE = fileURLToPath(new URL("..", import.meta.url));
let copy = "";
let dist = "";

test.before.each(() => {
  copy = join(temporaryFolder("chat-start"), "cli");
  dist = join(copy, "dist");
  mkdirSync(dist, { recursive: true });
  cpSync(dirname(CHAT), join(copy, "bin"), { recursive: true });
  for (const name of readdirSync(join(PACKAGE, "dist"))) {
    if (/^chat[.-]/.test(name)) cpSync(join(PACKAGE, "dist", name), join(dist, name));
  }
});

/** What the copy prints for `--version`, and says besides. */
async function start(): Promise<string> {
  const child = await startChild(process.execPath, [join(copy, "bin/chat.js"), "--version"]);
  await child.exited;
  return child.logs;
}

function cachePath(): string {
  const [name = "none"] = readdirSync(dist).filter((name) => name.endsWith(".cache"));
  return join(dist, name);
}

test("a cache that is missing, cut off or something else changes nothing but the time", async () => {
  const whole = readFileSync(cachePath());
  const version = await start();
  assert.match(version, /^\d+\.\d+\.\d+\n$/);
  for (const bytes of [
    whole.subarray(0, whole.length / 2),
    Buffer.alloc(0),
    Buffer.from("no cache"),
    // What another version of V8 has made begins with another number.
    Buffer.concat([Buffer.alloc(16, 7), whole.subarray(16)]),
  ]) {
    writeFileSync(cachePath(), bytes);
    assert.is(await start(), version);
  }
  rmSync(cachePath());
  assert.is(await start(), version);
});

test("a cache of other code of the same length is not taken for this code's", async () => {
  const path = join(dist, "chat.cjs");
  const changed = readFileSync(path, "latin1")
    .replace(/^\/\/\w{16}/, "//0123456789abcdef")
    .replace("print the version", "PRINT the version");
  writeFileSync(path, changed);
  const child = await startChild(process.execPath, [join(copy, "bin/chat.js"), "--help"]);
  await child.exited;
  assert.match(child.logs, "PRINT the version");
});

test("the cache fits the Node that built it", () => {
  const code = readFileSync(join(dist, "chat.cjs"), "latin1");
  assert.is(cachePath(), join(dist, `chat-${code.slice(2, 18)}.cache`));
  const script = new Script(code, { cachedData: readFileSync(cachePath()) });
  assert.is(script.cachedDataRejected, false);
});

test("where nothing is built it says how to", async () => {
  rmSync(dist, { recursive: true });
  assert.match(await start(), "npm run build");
});

test("what starts first holds neither Ink nor React", () => {
  const code = readFileSync(join(PACKAGE, "dist/chat.cjs"), "latin1");
  assert.not.match(code, /react\.(?:element|transitional|fragment)|yoga/i);
  assert.match(code, "socket.io");
});

test("the other bundle takes over where the screen's command is asked for, and only once", async () => {
  for (const args of [
    ["join", "a b", "--user", "ada"],
    ["--user", "ada", "join", "a b"],
  ]) {
    const { status, stderr, stdout } = await runChat(args);
    assert.is(status, 5);
    assert.is(stdout, "");
    assert.match(stderr, /^chat: [^\n]+\n$/);
  }
});

test.run();
