// `chat join` on a real pseudo-terminal: what is on the screen, where the cursor is, and what is left behind.

import * as assert from "uvu/assert";

import { suite } from "../../../../test-support/suite.ts";
import type { FakeChatServer } from "../support/fake-chat-server.ts";
import { OpenScreens } from "../support/open-screens.ts";
import { ScreenChat } from "../support/screen-chat.ts";

const test = suite("join, on the screen");
let server: FakeChatServer;
let screens: OpenScreens;

test.before.each(async () => {
  screens = await new OpenScreens().start();
  ({ server } = screens);
});
test.after.each(() => screens.end());

const open: OpenScreens["open"] = async (...how) => screens.open(...how);

const texts = (room = "general"): string[] => server.history(room).map(({ message }) => message);

test("room, members, backlog, connection and prompt are in view, the cursor behind the prompt", async () => {
  server.post("general", "bob", "an old message");
  const chat = await open();
  await chat.shows("● connected");
  await chat.until(
    ({ rows }) => /^ #general │ ada +1 here · lag \d+ ms$/.test(rows[0] ?? ""),
    "the title",
  );
  assert.match(chat.rows.at(-4) ?? "", /^\d\d:\d\d {4}bob │ an old message$/);
  assert.match(chat.rows.at(-2) ?? "", /^ 1 general\* +● connected$/);
  assert.is(chat.rows.at(-1), "[general] ada>");
  assert.equal(chat.cursor, { row: 23, column: 15 });
});

test("two people see each other come, type, talk and go", async () => {
  const ada = await open();
  const bob = await open(["general"], "bob");
  await ada.shows("bob joined");
  await ada.shows("2 here");
  bob.type("hel");
  await ada.shows("bob is typing…");
  bob.type("lo\r");
  await ada.shows("bob │ hello");
  await bob.shows("bob │ hello");
  bob.type("\x03");
  assert.is(await bob.ended, 0);
  await ada.shows("bob left");
  await ada.shows("1 here");
});

test("the line is edited where the cursor is, by characters as people see them", async () => {
  const chat = await open();
  chat.type("wörld 👩‍👩‍👧‍👦");
  chat.type("\x7f");
  chat.type("\x01hello \x05!");
  await chat.shows("ada> hello wörld !");
  assert.equal(chat.cursor, { row: 23, column: 15 + 13 });
  chat.type("\x1b[D\x1b[D\x7f");
  chat.type("\x17");
  await chat.shows("ada> hello  !");
  assert.equal(chat.cursor, { row: 23, column: 15 + 6 });
});

test("Up brings back what was sent", async () => {
  const chat = await open();
  chat.type("first\rsecond\r");
  await chat.shows("ada │ second");
  chat.type("\x1b[A\x1b[A");
  await chat.shows("ada> first");
  chat.type("\x1b[B");
  await chat.shows("ada> second");
});

test("a paste of several lines is shown first, and is one message once it is sent", async () => {
  const chat = await open();
  chat.type("\x1b[200~one\r\ntwo\x1b[201~");
  await chat.shows("paste: Enter takes it, Tab as code, Esc drops it; 2 lines, 7 characters");
  assert.is(chat.rows.at(-1), "[general] ada>");
  chat.type("\r");
  await chat.until((screen) => !screen.text.includes("paste:"), "taken");
  assert.equal(texts(), []);
  assert.equal(chat.cursor, { row: 23, column: 15 + 3 });
  chat.type("\r");
  await chat.shows("│ two");
  await sent(chat, ["one\ntwo"]);
});

test("a message is on the screen at once, marked until the server has it", async () => {
  const chat = await open();
  server.holdAnswers = true;
  chat.type("slow\r");
  await chat.shows("ada │ slow  ⧗");
  server.holdAnswers = false;
  server.cut();
  await chat.until(
    (screen) => screen.text.includes("slow") && !screen.text.includes("⧗"),
    "stored",
  );
  assert.equal(texts(), ["slow"]);
});

test("a message that is refused stays, with the reason, until it is sent again or forgotten", async () => {
  const chat = await open();
  server.socketRefusals.push({ code: "invalid_message", message: "Not like this." });
  chat.type("bad\r");
  await chat.shows("✗ Not like this.");
  chat.type("/discard\r");
  await chat.until((screen) => !screen.text.includes("✗"), "forgotten");
  server.socketRefusals.push({ code: "invalid_message", message: "Not yet." });
  chat.type("good\r");
  await chat.shows("✗ Not yet.");
  chat.type("/retry\r");
  await chat.until((screen) => !screen.text.includes("✗"), "sent again");
  await sent(chat, ["good"]);
});

test("too long a message stays in the input, and the reason is said", async () => {
  const chat = await open();
  chat.type(`\x1b[200~${"long".repeat(1_001)}\x1b[201~\r\r`);
  await chat.shows("A message has at most 4000 characters");
  assert.match(chat.text, "longlonglong");
  assert.equal(texts(), []);
});

test("scrolled back, the view stays while messages come, and End returns", async () => {
  for (let index = 1; index <= 60; index++) server.post("general", "bob", `line ${index}.`);
  const chat = await open();
  await chat.shows("line 60.");
  chat.type("\x1b[5~");
  await chat.shows("↓ newer (End)");
  const before = chat.rows.slice(1, 16);
  assert.match(chat.rows[16] ?? "", /^── newest ─+$/);
  server.post("general", "bob", "at the end");
  await chat.shows("↓ 1 new (End)");
  assert.equal(chat.rows.slice(1, 16), before);
  assert.match(chat.rows[16] ?? "", "── newest, 1 since ─");
  assert.match(chat.rows[20] ?? "", "at the end");
  chat.type("\x1b[F");
  await chat.until((screen) => !screen.text.includes("newest"), "the end");
  await chat.shows("at the end");
  assert.not.match(chat.text, "↓");
});

test("scrolling up at the top loads older messages until there are none", async () => {
  for (let index = 1; index <= 150; index++) server.post("general", "bob", `line ${index}.`);
  const chat = await open();
  await chat.shows("line 150.");
  chat.type("\x1b[1;3H");
  await chat.shows("line 51.");
  chat.type("\x1b[5~");
  await chat.shows("line 50.");
  chat.type("\x1b[1;3H");
  await chat.shows("the history begins here");
  assert.match(chat.text, "line 1.");
});

test("rooms have inputs of their own, and unread messages are counted", async () => {
  const chat = await open(["general", "ops"]);
  chat.type("draft");
  server.post("ops", "bob", "one");
  await chat.shows("2 ops(1)");
  server.post("ops", "bob", "ada: two");
  await chat.shows("2 ops(2)!");
  chat.type("\x1b2");
  await chat.shows("[ops] ada>");
  await chat.shows("bob ┃ ada: two");
  assert.not.match(chat.text, "draft");
  chat.type("\x10");
  await chat.shows("[general] ada> draft");
});

test("commands join, list and leave; an unknown one is never sent", async () => {
  const chat = await open();
  chat.type("/nope\r");
  await chat.shows("there is no /nope");
  chat.type("/join ops\r");
  await chat.shows("[ops] ada>");
  await chat.until(() => server.members("ops").length === 1, "entered");
  chat.type("/who\r");
  await chat.shows("in ops: 1");
  chat.type("\x1b");
  await chat.until((screen) => !screen.text.includes("in ops: 1"), "the panel closed");
  chat.type("/leave\r");
  await chat.shows("[general] ada>");
  await chat.until(() => server.members("ops").length === 0, "left");
  chat.type("//slash\r");
  await chat.shows("│ /slash");
  await sent(chat, ["/slash"]);
  chat.type("/quit\r");
  assert.is(await chat.ended, 0);
});

test("help opens on the smallest screen too, above status and input", async () => {
  for (let index = 1; index <= 5; index++) server.post("general", "bob", `line ${index}.`);
  const chat = await open(["general"], "ada", { columns: 20, rows: 5 });
  chat.type("\x1bOP");
  await chat.shows("/help");
  assert.match(chat.rows[0] ?? "", "help");
  assert.match(chat.rows[3] ?? "", " 1 general");
  assert.is(chat.rows[4], ">");
});

test("Esc and a letter right behind it lose neither", async () => {
  const chat = await open();
  chat.type("/help\r");
  await chat.shows("help (Esc closes)");
  chat.type("\x1b/who\r");
  await chat.shows("in general: 1");
});

test("Ctrl-C clears the line, and leaves on an empty one", async () => {
  const chat = await open();
  chat.type("never mind");
  await chat.shows("never mind");
  chat.type("\x03");
  await chat.until((screen) => screen.rows.at(-1) === "[general] ada>", "an empty line");
  chat.type("\x03");
  assert.is(await chat.ended, 0);
  await chat.until(() => server.members("general").length === 0, "left");
});

test("a lost connection is said in words; what is typed meanwhile is sent afterwards", async () => {
  const chat = await open();
  await server.stop();
  await chat.shows("connection lost");
  chat.type("kept\r");
  await chat.shows("kept  ⧗");
  chat.type("still typing");
  await chat.shows("ada> still typing");
});

test("nothing of the screen is left behind where there is no server", async () => {
  await server.stop();
  const chat = new ScreenChat(["join", "general", "--user", "ada"], {
    env: { CHAT_SERVER: server.url },
  });
  screens.keep(chat);
  assert.is(await chat.ended, 69);
  await chat.shows("no chat server at");
  assert.not.match(chat.written, "\x1b");
});

test("--plain, and a terminal that can do nothing, get lines", async () => {
  server.post("general", "bob", "a line");
  for (const env of [{ TERM: "dumb" }, { CHAT_TEST: "plain" }]) {
    const plain = "TERM" in env ? [] : ["--plain"];
    const chat = new ScreenChat(["join", "general", "--user", "ada", ...plain], {
      env: { CHAT_SERVER: server.url, ...env },
    });
    screens.keep(chat);
    await chat.shows("general <bob> a line");
    chat.type("/who\r");
    await chat.shows("-- ada");
    chat.type("hello\r");
    await chat.shows("<ada> hello");
    chat.type("/quit\r");
    assert.is(await chat.ended, 0);
    assert.not.match(chat.written, "\x1b");
  }
});

test.run();

/** Settles once the server has exactly these texts. */
async function sent(chat: ScreenChat, expected: readonly string[]): Promise<void> {
  await chat.until(() => texts().length >= expected.length, "sent");
  assert.equal(texts(), expected);
}
