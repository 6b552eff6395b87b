// What there is to see in `chat join` on a real pseudo-terminal besides the talk: where one left off, who is here and who
// looks like somebody else, links, colours.

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import * as assert from "uvu/assert";

import { suite } from "../../../../test-support/suite.ts";
import type { FakeChatServer } from "../support/fake-chat-server.ts";
import { OpenScreens } from "../support/open-screens.ts";

const test = suite("join, to look at");
let server: FakeChatServer;
let screens: OpenScreens;

test.before.each(async () => {
  screens = await new OpenScreens().start();
  ({ server } = screens);
});
test.after.each(() => screens.end());

const open: OpenScreens["open"] = async (...how) => screens.open(...how);

test("what came to a room while one was elsewhere is below a line, until one leaves it again", async () => {
  server.post("ops", "bob", "read");
  const chat = await open(["ops", "general"]);
  await chat.shows("bob │ read");
  chat.type("\x1b2");
  await chat.shows("[general] ada>");
  server.post("ops", "bob", "unread");
  await chat.shows("1 ops(1)");
  chat.type("\x1b1");
  await chat.shows("bob │ unread");
  const at = chat.rows.findIndex((row) => row.includes("│ unread"));
  assert.match(chat.rows[at - 1] ?? "", /^─+ new ─+$/);
  server.post("ops", "bob", "later");
  await chat.shows("bob │ later");
  assert.match(chat.text, / new ─/);
  chat.type("\x1b2\x1b1");
  await chat.until((screen) => screen.text.includes("later") && !/ new ─/.test(screen.text));
});

test("what came since the last time is unread, below a line where one left off", async () => {
  const state = mkdtempSync(join(tmpdir(), "chat-state-"));
  const env = { XDG_STATE_HOME: state };
  try {
    for (const room of ["general", "ops"]) server.post(room, "bob", "read");
    const before = await open(["general", "ops"], "ada", { env });
    await before.shows("bob │ read");
    before.type("\x1b2");
    await before.shows("[ops] ada>");
    before.type("\x03");
    assert.is(await before.ended, 0);
    for (const room of ["general", "ops"]) server.post(room, "bob", "unread");
    server.post("ops", "bob", "ada: look");
    const chat = await open(["general", "ops"], "ada", { env });
    await chat.shows("2 ops(2)!");
    const at = chat.rows.findIndex((row) => row.includes("│ unread"));
    assert.match(chat.rows[at - 1] ?? "", /^─+ new ─+$/);
    chat.type("\x1b2");
    await chat.shows("[ops] ada>");
    assert.match(chat.text, /─ new ─/);
  } finally {
    rmSync(state, { recursive: true, force: true });
  }
});

test("wide screens have a panel of members, narrower ones have not", async () => {
  const chat = await open(["general"], "ada", { columns: 120, rows: 20 });
  await chat.until(({ rows }) => rows[1]?.endsWith("│ ada") === true, "the panel");
  const bob = await open(["general"], "bob");
  await chat.until(({ rows }) => rows[2]?.endsWith("│ bob") === true, "bob in the panel");
  bob.type("x");
  await chat.until(({ rows }) => rows[2]?.endsWith("│ bob …") === true, "bob types");
  chat.resize(99, 20);
  await chat.until(({ rows }) => !rows[1]?.endsWith("│ ada"), "no panel");
  await chat.shows("#general │ ada bob");
});

test("a name that looks like a present one is marked, in the log and among the members", async () => {
  const chat = await open(["general"], "ada", { columns: 120, rows: 20 });
  await open(["general"], "аda");
  await chat.shows("аda (not ada) joined");
  server.post("general", "аda", "trust me");
  await chat.shows("аda≈│ trust me");
  await chat.shows("│ аda ≈");
});

test("addresses are links where the terminal has them, and words where it has not", async () => {
  server.post("general", "bob", "see https://a.test/b");
  const link = ";https://a.test/b\x1b\\";
  const plain = await open();
  await plain.shows("see https://a.test/b");
  assert.not(plain.written.includes(link));
  const chat = await open(["general"], "eve", { env: { FORCE_HYPERLINK: "1" } });
  await chat.shows("see https://a.test/b");
  assert.ok(chat.written.includes(link));
});

test("the terminal's answer about its background is no input, and chooses the colours", async () => {
  server.post("general", "bob", "hello");
  const chat = await open();
  await chat.shows("● connected");
  await chat.until(({ written }) => written.includes("\x1b]11;?\x1b\\"), "the question");
  chat.type("a\x1b]11;rgb:ffff/ffff/ffff\x1b\\b");
  await chat.shows("ada> ab");
  // The muted colour of the light theme.
  await chat.until(({ written }) => written.includes("\x1b[38;5;241m"), "the light theme");
});

test("one's own name is guarded also where nobody else is present", async () => {
  server.post("general", "аda", "trust me");
  const chat = await open();
  await chat.shows("аda≈│ trust me");
});

test("any size works, and a change of size at any time", async () => {
  for (let index = 1; index <= 20; index++)
    server.post("general", "bob", `a rather long line, number ${index}.`);
  const chat = await open(["general"], "ada", { columns: 20, rows: 5 });
  await chat.shows("number 20.");
  chat.type("typing 日本");
  await chat.shows("> typing 日本");
  for (const [columns, rows] of [
    [120, 40],
    [40, 12],
    [80, 24],
    [10, 3],
    [200, 50],
    [20, 5],
  ] as const) {
    chat.resize(columns, rows);
    await chat.until(
      (screen) => (screen.rows.at(-1) ?? "").includes("日本") && screen.cursor.row === rows - 1,
      `${columns}x${rows}`,
    );
    if (columns > 10) await chat.shows("20.");
    assert.ok(chat.cursor.column < columns);
  }
});

test("NO_COLOR leaves only the words", async () => {
  server.post("general", "bob", "plain");
  const chat = await open(["general"], "ada", { env: { NO_COLOR: "1" } });
  await chat.shows("plain");
  // oxlint-disable-next-line no-control-regex
  assert.equal(chat.written.match(/\x1b\[[1-9][\d;]*m/g), null);
});

test("help fits the screen and scrolls", async () => {
  const chat = await open(["general"], "ada", { columns: 60, rows: 12 });
  chat.type("/help\r");
  await chat.shows("/join room");
  assert.not.match(chat.text, "Ctrl-Z");
  chat.type("\x1b[6~".repeat(60));
  await chat.shows("Ctrl-Z");
});

test.run();
