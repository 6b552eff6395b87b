// Commands, jumps and signals of `chat join` on a real pseudo-terminal.

import { readFileSync } from "node:fs";
import { join } from "node:path";

import * as assert from "uvu/assert";

import { suite } from "../../../../test-support/suite.ts";
import { KeptScreens } from "../support/kept-screens.ts";

const test = suite("join, commands and being told");
let chats: KeptScreens;

test.before.each(async () => {
  chats = await new KeptScreens().start();
});
test.after.each(() => chats.end());

test("what came while the connection was lost is counted", async () => {
  const chat = await chats.open();
  await chats.server.stop();
  await chat.shows("connection lost");
  for (const text of ["one", "two"]) chats.server.post("general", "bob", text);
  await chats.server.start();
  await chat.shows("missed meanwhile: 2 messages");
  await chat.shows("bob │ two");
});

test("a mention elsewhere rings and is in the title; Alt-a goes there, Alt-p to what was said", async () => {
  const chat = await chats.open(["general", "ops"]);
  await chat.until((screen) => screen.written.includes("\x1b]2;#general - chat\x1b\\"), "a title");
  chats.server.post("ops", "bob", "nothing");
  await chat.until((screen) => screen.written.includes("]2;(1) #general - chat"), "counted");
  // A bell by itself, not the end of a title.
  assert.not.match(chat.written, "\x07");
  chats.server.post("ops", "bob", "ada: look");
  await chat.until((screen) => screen.written.includes("]2;(2!) #general - chat"), "counted");
  assert.match(chat.written, "\x07");
  chat.type("\x1ba");
  await chat.shows("[ops] ada>");
  await chat.shows("ada: look");
  chat.type("\x1ba");
  await chat.shows("[general] ada>");
  chat.type("/quit\r");
  await chat.ended;
  assert.ok(chat.written.lastIndexOf("\x1b[23;2t") > chat.written.lastIndexOf("]2;"), "restored");
});

test("Alt-u goes to the first message that was not read", async () => {
  chats.server.post("ops", "bob", "read before");
  const chat = await chats.open(["ops", "general"]);
  await chat.shows("read before");
  chat.type("\x1b2");
  await chat.shows("[general] ada>");
  for (let index = 1; index <= 60; index++) chats.server.post("ops", "bob", `unread ${index}.`);
  await chat.shows("1 ops(60)");
  chat.type("\x1b1");
  await chat.shows("unread 60.");
  assert.not.match(chat.text, "unread 1.");
  chat.type("\x1bu");
  await chat.shows("unread 1.");
  await chat.shows("read before");
});

test("the room in view rings only while the window is in the back, and then has a line above what is new", async () => {
  const chat = await chats.open();
  const line = /^─+ new ─+$/m;
  chats.server.post("general", "bob", "ada: one");
  await chat.shows("ada: one");
  assert.not.match(chat.written, "\x07");
  chat.type("away\x1b[O");
  await chat.shows("ada> away");
  chats.server.post("general", "bob", "ada: two");
  await chat.shows("ada: two");
  await chat.until((screen) => screen.written.includes("\x07"), "a bell");
  await chat.until((screen) => screen.written.includes("]2;(1!) #general"), "counted");
  assert.not.match(chat.text, line);
  chat.type("\x1b[I");
  await chat.until((screen) => line.test(screen.text), "a line");
  // With nothing new it stays where it is.
  chat.type("\x1b[O\x1b[I!");
  await chat.shows("ada> away!");
  assert.match(chat.text, line);
});

test("a search goes to the newest message that has it, and on to the others; the wheel scrolls", async () => {
  for (let index = 1; index <= 150; index++) {
    chats.server.post("general", "bob", index % 50 === 0 ? `find me ${index}` : `line ${index}.`);
  }
  const chat = await chats.open();
  await chat.shows("find me 150");
  chat.type("/search FIND\r");
  await chat.shows('"FIND": 1 of 3');
  chat.type("\x1b[1;3A");
  await chat.shows("find me 100");
  chat.type("\x1b[1;3A");
  await chat.shows("find me 50");
  await chat.shows("3 of 3");
  chat.type("\x1b[F");
  await chat.shows("find me 150");
  chat.type("\x1b[<64;5;5M".repeat(8));
  await chat.shows("── newest ──");
  chat.type("\x1b[F/search nowhere\r");
  await chat.shows('"nowhere" is in nothing');
});

test("what is ignored or muted is not shown or counted, and that is kept", async () => {
  chats.configure({});
  const chat = await chats.open(["general", "ops"]);
  chats.server.post("general", "eve", "noise");
  await chat.shows("noise");
  chat.type("/ignore eve\r");
  await chat.until((screen) => !screen.text.includes("noise"), "ignored");
  chat.type("/mute ops\r");
  await chat.shows("ops is muted");
  chats.server.post("ops", "bob", "ada: two");
  chats.server.post("general", "bob", "seen");
  await chat.shows("bob │ seen");
  assert.not.match(chat.text, "ops(1)");
  const config = JSON.parse(readFileSync(join(chats.home, "chat", "config.json"), "utf8"));
  assert.equal(config, { ignored: ["eve"], muted: ["ops"] });
  chat.type("/unignore eve\r");
  await chat.shows("noise");
});

test("/clear takes everything out of view, and scrolling back shows it again", async () => {
  chats.server.post("general", "bob", "from before");
  const chat = await chats.open();
  await chat.shows("from before");
  chat.type("/clear\r");
  await chat.until((screen) => !screen.text.includes("from before"), "cleared");
  chats.server.post("general", "bob", "from now on");
  await chat.shows("from now on");
  chat.type("\x1b[5~");
  await chat.shows("from before");
});

test("settings hold at once, and keys are those of the config file", async () => {
  chats.configure({ keys: { "ctrl-t": "next-room", f5: "undo" }, time: "24h" });
  chats.server.post("general", "bob", "hello");
  const chat = await chats.open(["general", "ops"]);
  await chat.shows("bob │ hello");
  chat.type("/set time 12h\r");
  await chat.until((screen) => /\d:\d\d[ap]m +bob │ hello/.test(screen.text), "12 hours");
  chat.type("/set colour red\r");
  await chat.shows('there is no setting "colour"');
  chat.type("\x14");
  await chat.shows("[ops] ada>");
});

test("/me, /msg and a room with # say what they say", async () => {
  const chat = await chats.open();
  chat.type("/me waves\r");
  await chat.until(() => chats.texts().includes("_waves_"), "an action");
  chat.type("/msg #ops over there\r");
  await chat.shows("said in ops: over there");
  assert.equal(chats.texts("ops"), ["over there"]);
  chat.type("/join #ops\r");
  await chat.shows("[ops] ada>");
});

test("everything can be reached by commands line by line, without any escape sequence", async () => {
  for (let index = 1; index <= 130; index++) chats.server.post("general", "bob", `line ${index}.`);
  const chat = await chats.open(["general", "--plain"]);
  await chat.shows("line 130.");
  for (const [typed, answer] of [
    ["/older", "what was shown before follows here"],
    ["/search LINE 4.", '-- "LINE 4.": 1 found'],
    ["/join ops", "what you type goes to ops now"],
    ["/me waves", "ops <ada> _waves_"],
    ["/msg general from afar", "said in general: from afar"],
    ["/set time 12h", "time is 12h"],
    ["/notify all", "announced of ops: every message"],
    ["/ignore eve", "nothing of eve is shown any more"],
    ["/clear", "lines stay where they are"],
    ["/nonsense", "there is no /nonsense"],
    ["/help", "-- //text"],
    ["/leave", "what you type goes to general now"],
  ] as const) {
    chat.type(`${typed}\r`);
    await chat.shows(answer);
  }
  chats.server.post("general", "eve", "noise");
  chats.server.post("general", "bob", "after noise");
  await chat.shows("after noise");
  assert.not.match(chat.written, "<eve>");
  assert.match(chat.written, /\d:\d\d[ap]m general <bob> after noise/);
  chat.type("/quit\r");
  assert.is(await chat.ended, 0);
  assert.not.match(chat.written, "\x1b");
});

test.run();
