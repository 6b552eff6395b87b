// `chat join --inline` on a real pseudo-terminal: lines in the terminal's own scrollback, a footer below them.

import * as assert from "uvu/assert";

import { suite } from "../../../../test-support/suite.ts";
import { FakeChatServer } from "../support/fake-chat-server.ts";
import { ScreenChat } from "../support/screen-chat.ts";

const test = suite("join --inline");
let server: FakeChatServer;
let chats: ScreenChat[] = [];

test.before.each(async () => {
  server = await new FakeChatServer().start();
  chats = [];
});
test.after.each(async () => {
  for (const chat of chats) await chat.end();
  await server.stop();
});

async function open(
  rooms: readonly string[] = ["general"],
  size = { columns: 80, rows: 12 },
): Promise<ScreenChat> {
  const chat = new ScreenChat(["join", ...rooms, "--user", "ada", "--inline"], {
    ...size,
    env: { CHAT_SERVER: server.url },
  });
  chats.push(chat);
  await chat.shows("● connected");
  return chat;
}

test("lines come above the footer, and the terminal's own scrollback keeps them", async () => {
  for (let index = 1; index <= 30; index++) server.post("general", "bob", `line ${index}.`);
  const chat = await open();
  await chat.shows("line 30.");
  assert.not(chat.fullScreen);
  server.post("general", "bob", "the newest");
  await chat.shows("the newest");
  const at = chat.rows.findIndex((row) => row.includes("the newest"));
  assert.match(chat.rows[at - 1] ?? "", "bob │ line 30.");
  assert.match(chat.rows.at(-2) ?? "", /^ 1 general\* +● connected$/);
  assert.is(chat.rows.at(-1), "[general] ada>");
  assert.equal(chat.cursor, { row: 11, column: 15 });
  assert.match(chat.scrollback.join("\n"), "line 1.");
});

test("what is being sent stands below the lines until the server has it, then once among them", async () => {
  const chat = await open();
  server.holdAnswers = true;
  chat.type("slow\r");
  await chat.shows("slow  ⧗");
  server.holdAnswers = false;
  server.cut();
  await chat.until(({ text }) => text.includes("slow") && !text.includes("⧗"), "stored");
  assert.is([...chat.scrollback, ...chat.rows].filter((row) => row.includes("slow")).length, 1);
});

test("of several rooms each line names its room", async () => {
  const chat = await open(["general", "ops"]);
  server.post("ops", "bob", "over here");
  server.post("general", "bob", "and here");
  await chat.shows("and here");
  assert.ok(chat.rows.some((row) => /^ops +\d\d:\d\d +bob │ over here$/.test(row)));
  assert.ok(chat.rows.some((row) => /^general \d\d:\d\d +bob │ and here$/.test(row)));
});

test("at the end the footer goes and the lines stay", async () => {
  server.post("general", "bob", "kept");
  const chat = await open();
  await chat.shows("kept");
  chat.type("/help\r");
  await chat.shows("help (Esc closes)");
  process.kill(chat.pid, "SIGTERM");
  assert.is(await chat.ended, 143);
  await chat.until(({ text }) => !text.includes("ada>") && !text.includes("help ("), "no footer");
  assert.match(chat.text, "bob │ kept");
  assert.ok(chat.written.includes("\x1b[?7h") && chat.written.includes("\x1b[?2004l"));
});

test("the footer never takes the whole of a small terminal, and follows a change of size", async () => {
  const chat = await open(["general"], { columns: 40, rows: 5 });
  chat.resize(30, 4);
  server.post("general", "bob", "still here");
  await chat.shows("still here");
  assert.ok((chat.rows.at(-1) ?? "").startsWith(">"));
});

test.run();
