// However the screen ends, the terminal is given back, and a fault of this program is told with a file to look at.

import { mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import * as assert from "uvu/assert";

import { suite } from "../../../../test-support/suite.ts";
import { FakeChatServer } from "../support/fake-chat-server.ts";
import { ScreenChat } from "../support/screen-chat.ts";

const test = suite("endings of the screen");
const GIVEN_BACK = /\x1b\[\?7h\x1b\[\?25h(?:\x1b\[\?1049l)?/; // oxlint-disable-line no-control-regex
/** Faults that a signal sets off, from outside the program's own code. */
const FAULTS = `process.on("SIGUSR2", () => { throw new Error("boom"); });
  process.on("SIGWINCH", () => { if (process.env.REJECT) Promise.reject(new Error("broken promise")); });`;

let server: FakeChatServer;
let state: string;
let chats: ScreenChat[] = [];

test.before.each(async () => {
  server = await new FakeChatServer().start();
  state = mkdtempSync(join(tmpdir(), "chat-state-"));
  chats = [];
});
test.after.each(async () => {
  for (const chat of chats) await chat.end();
  await server.stop();
  rmSync(state, { recursive: true, force: true });
});

async function open(flags: readonly string[] = [], env = {}): Promise<ScreenChat> {
  const chat = new ScreenChat(["join", "general", "--user", "ada", ...flags], {
    env: {
      CHAT_SERVER: server.url,
      XDG_STATE_HOME: state,
      NODE_OPTIONS: `--import data:text/javascript,${encodeURIComponent(FAULTS)}`,
      ...env,
    },
  });
  chats.push(chat);
  await chat.shows("● connected");
  return chat;
}

test("a fault ends the screen with a line that names the log file, which has the details", async () => {
  for (const flags of [[], ["--inline"]]) {
    const chat = await open(flags);
    process.kill(chat.pid, "SIGUSR2");
    assert.is(await chat.ended, 1);
    assert.not(chat.fullScreen);
    assert.match(chat.written, GIVEN_BACK);
    const file = join(state, "chat", "crash.log");
    await chat.until(({ rows }) => rows.join("").includes("crash.log"), "the line");
    assert.match(
      chat.rows.join(""),
      `a fault of this program: boom; what is known about it is in ${file}`,
    );
    assert.match(readFileSync(file, "utf8"), /Error: boom\n +at /);
    assert.is(statSync(file).mode & 0o777, 0o600);
  }
});

test("a promise that nobody catches does the same", async () => {
  const chat = await open([], { REJECT: "yes" });
  chat.resize(70, 20);
  assert.is(await chat.ended, 1);
  await chat.until(({ rows }) => rows.join("").includes("a fault of this program: broken promise"));
  assert.not(chat.fullScreen);
});

test("where no log can be written, the fault is told all the same", async () => {
  const chat = await open([], { XDG_STATE_HOME: "/dev/null" });
  process.kill(chat.pid, "SIGUSR2");
  assert.is(await chat.ended, 1);
  await chat.until(({ rows }) => rows.join("").includes("a fault of this program: boom"));
  assert.not.match(chat.rows.join(""), "crash.log");
});

test("after a signal the terminal is given back, with the signal's status", async () => {
  for (const [signal, status] of [
    ["SIGTERM", 143],
    ["SIGHUP", 129],
    ["SIGINT", 130],
    ["SIGQUIT", 131],
  ] as const) {
    const chat = await open();
    process.kill(chat.pid, signal);
    assert.is(await chat.ended, status, signal);
    assert.not(chat.fullScreen, signal);
    assert.match(chat.written, GIVEN_BACK);
  }
});

test.run();
