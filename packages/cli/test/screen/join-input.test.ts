// Typing, commands and signals of `chat join` on a real pseudo-terminal.

import { chmodSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import * as assert from "uvu/assert";

import { suite } from "../../../../test-support/suite.ts";
import { temporaryFolder } from "../../../../test-support/temporary-folder.ts";
import { FakeChatServer } from "../support/fake-chat-server.ts";
import { ScreenChat } from "../support/screen-chat.ts";

const test = suite("join, typing and being told");
let server: FakeChatServer;
let screens: ScreenChat[] = [];
let home = "";

test.before.each(async () => {
  server = await new FakeChatServer().start();
  screens = [];
  home = temporaryFolder("chat-input");
});
test.after.each(async () => {
  for (const screen of screens) await screen.end();
  await server.stop();
});

/** A chat that remembers what others of this test kept. */
async function open(
  rooms: readonly string[] = ["general"],
  env: Record<string, string> = {},
): Promise<ScreenChat> {
  const chat = new ScreenChat(["join", ...rooms, "--user", "ada"], {
    env: { CHAT_SERVER: server.url, XDG_STATE_HOME: home, XDG_CONFIG_HOME: home, ...env },
  });
  screens.push(chat);
  await chat.until(
    (screen) => screen.fullScreen && /[●>]/.test(screen.rows.at(-1) ?? ""),
    "the screen",
  );
  return chat;
}

const texts = (room = "general"): string[] => server.history(room).map(({ message }) => message);

/** Writes the config file. */
function configure(config: object): void {
  mkdirSync(join(home, "chat"), { recursive: true });
  writeFileSync(join(home, "chat", "config.json"), JSON.stringify(config));
}

test("what is being typed survives SIGKILL, room by room, and what was sent comes back with Up", async () => {
  const chat = await open(["general", "ops"]);
  chat.type("sent before\r");
  await chat.shows("ada │ sent before");
  chat.type("unfin");
  chat.type("ished\x1b2other");
  await chat.shows("[ops] ada> other");
  const kept = join(home, "chat");
  await chat.until(() => /unfinished.*other/.test(readAll(kept)), "kept on disk");
  process.kill(chat.pid, "SIGKILL");
  await chat.ended;
  const again = await open(["general", "ops"]);
  await again.shows("[general] ada> unfinished");
  again.type("\x1b[A");
  await again.shows("[general] ada> sent before");
  again.type("\x1b[B\x0e");
  await again.shows("[ops] ada> other");
});

test("Ctrl-C clears, undo brings it back, and nothing of it stays on disk", async () => {
  const chat = await open();
  chat.type("secret");
  await chat.until(() => readAll(join(home, "chat")).includes("secret"), "kept");
  chat.type("\x03");
  await chat.until(() => !readAll(join(home, "chat")).includes("secret"), "forgotten");
  chat.type("\x1f");
  await chat.shows("ada> secret");
});

test("a message that could not be sent is kept over leaving, and sent with the next start", async () => {
  const chat = await open();
  await server.stop();
  await chat.shows("connection lost");
  chat.type("kept for later\r");
  await chat.shows("kept for later  ⧗");
  chat.type("\x03");
  await chat.shows("1 message is not sent yet");
  chat.type("\x03");
  assert.is(await chat.ended, 0);
  await server.start();
  const again = await open();
  await again.until(() => texts().includes("kept for later"), "sent");
  assert.is(texts().length, 1);
});

test("what came while the connection was lost is counted", async () => {
  const chat = await open();
  await server.stop();
  await chat.shows("connection lost");
  for (const text of ["one", "two"]) server.post("general", "bob", text);
  await server.start();
  await chat.shows("missed meanwhile: 2 messages");
  await chat.shows("bob │ two");
});

test("Ctrl-R finds what was sent; Enter takes it, Esc leaves everything as it was", async () => {
  const chat = await open();
  chat.type("deploy api\rhello\r");
  await chat.shows("ada │ hello");
  chat.type("draft\x12");
  await chat.shows("look for> draft");
  chat.type("\x7f\x7f\x7f\x7f\x7fdepl");
  await chat.shows("deploy api");
  chat.type("\x1b");
  await chat.shows("[general] ada> draft");
  chat.type("\x15\x12API\r");
  await chat.shows("[general] ada> deploy api");
  assert.equal(texts(), ["deploy api", "hello"]);
});

test("Tab completes names, then goes through them; emoji and commands too", async () => {
  for (const name of ["bob", "boris"]) server.post("general", name, "hi");
  const chat = await open();
  chat.type("b\t");
  await chat.shows("ada> boris:");
  await chat.shows("[boris]  bob");
  chat.type("\t");
  await chat.shows("ada> bob:");
  chat.type("\x15:heart_eye\t");
  await chat.shows("ada> 😍");
  assert.not.match(chat.text, "[boris]");
  chat.type("\x15/noti\tal\t\r");
  await chat.shows("announced of general: every message");
});

test("a paste can be dropped, taken as code, and never keeps the keyboard", async () => {
  const chat = await open();
  chat.type("\x1b[200~a\nb\n\x1b[201~");
  await chat.shows("2 lines, 3 characters");
  chat.type("\x1b");
  await chat.until((screen) => !screen.text.includes("paste:"), "dropped");
  chat.type("\x1b[200~a\nb\n\x1b[201~\t");
  await chat.shows("ada> ```");
  chat.type("\x15\x1b[200~one\ntwo\x1b[201~, and on");
  await chat.shows("two, and on");
  chat.type("\x03\x1b[200~broken off");
  await chat.shows("broken off");
  chat.type("\x03fine");
  await chat.until((screen) => screen.rows.at(-1) === "[general] ada> fine", "typing goes on");
});

test("the person's editor has the terminal, and what it saves is in the input", async () => {
  const editor = join(home, "editor.sh");
  writeFileSync(
    editor,
    `#!/bin/sh\nstat -c %a "$2"\nprintf 'from %s\\nthe editor\\n' "$1" >> "$2"\n`,
  );
  chmodSync(editor, 0o755);
  const chat = await open(["general"], { VISUAL: `${editor} inside` });
  chat.type("a line\x18\x05");
  await chat.shows("the editor");
  const away = chat.written.split("\x1b[?1049l").at(-1)?.split("\x1b[?1049h")[0] ?? "";
  assert.match(away, "600");
  chat.type("\r");
  await chat.until(() => texts().length > 0, "sent");
  assert.equal(texts(), ["a line\nfrom inside\nthe editor"]);
});

test("an editor that fails changes nothing", async () => {
  const chat = await open(["general"], { EDITOR: "false" });
  chat.type("as it was\x18\x05");
  await chat.shows("false failed (1); your text is as it was");
  await chat.shows("ada> as it was");
});

test("Ctrl-Z gives the terminal back, and everything is there again afterwards", async () => {
  const chat = await open();
  chat.type("still here\x1a");
  await chat.until((screen) => !screen.fullScreen, "given back");
  process.kill(chat.pid, "SIGCONT");
  await chat.until((screen) => screen.fullScreen && screen.text.includes("still here"), "back");
});

test("a mention elsewhere rings and is in the title; Alt-a goes there, Alt-p to what was said", async () => {
  const chat = await open(["general", "ops"]);
  await chat.until((screen) => screen.written.includes("\x1b]2;#general - chat\x1b\\"), "a title");
  server.post("ops", "bob", "nothing");
  await chat.until((screen) => screen.written.includes("]2;(1) #general - chat"), "counted");
  // A bell by itself, not the end of a title.
  assert.not.match(chat.written, "\x07");
  server.post("ops", "bob", "ada: look");
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
  server.post("ops", "bob", "read before");
  const chat = await open(["ops", "general"]);
  await chat.shows("read before");
  chat.type("\x1b2");
  await chat.shows("[general] ada>");
  for (let index = 1; index <= 60; index++) server.post("ops", "bob", `unread ${index}.`);
  await chat.shows("1 ops(60)");
  chat.type("\x1b1");
  await chat.shows("unread 60.");
  assert.not.match(chat.text, "unread 1.");
  chat.type("\x1bu");
  await chat.shows("unread 1.");
  await chat.shows("read before");
});

test("the room in view rings only while the window is in the back, and then has a line above what is new", async () => {
  const chat = await open();
  const line = /^─+ new ─+$/m;
  server.post("general", "bob", "ada: one");
  await chat.shows("ada: one");
  assert.not.match(chat.written, "\x07");
  chat.type("away\x1b[O");
  await chat.shows("ada> away");
  server.post("general", "bob", "ada: two");
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
    server.post("general", "bob", index % 50 === 0 ? `find me ${index}` : `line ${index}.`);
  }
  const chat = await open();
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
  configure({});
  const chat = await open(["general", "ops"]);
  server.post("general", "eve", "noise");
  await chat.shows("noise");
  chat.type("/ignore eve\r");
  await chat.until((screen) => !screen.text.includes("noise"), "ignored");
  chat.type("/mute ops\r");
  await chat.shows("ops is muted");
  server.post("ops", "bob", "ada: two");
  server.post("general", "bob", "seen");
  await chat.shows("bob │ seen");
  assert.not.match(chat.text, "ops(1)");
  const config = JSON.parse(readFileSync(join(home, "chat", "config.json"), "utf8"));
  assert.equal(config, { ignored: ["eve"], muted: ["ops"] });
  chat.type("/unignore eve\r");
  await chat.shows("noise");
});

test("/clear takes everything out of view, and scrolling back shows it again", async () => {
  server.post("general", "bob", "from before");
  const chat = await open();
  await chat.shows("from before");
  chat.type("/clear\r");
  await chat.until((screen) => !screen.text.includes("from before"), "cleared");
  server.post("general", "bob", "from now on");
  await chat.shows("from now on");
  chat.type("\x1b[5~");
  await chat.shows("from before");
});

test("settings hold at once, and keys are those of the config file", async () => {
  configure({ keys: { "ctrl-t": "next-room", f5: "undo" }, time: "24h" });
  server.post("general", "bob", "hello");
  const chat = await open(["general", "ops"]);
  await chat.shows("bob │ hello");
  chat.type("/set time 12h\r");
  await chat.until((screen) => /\d:\d\d[ap]m +bob │ hello/.test(screen.text), "12 hours");
  chat.type("/set colour red\r");
  await chat.shows('there is no setting "colour"');
  chat.type("\x14");
  await chat.shows("[ops] ada>");
});

test("/me, /msg and a room with # say what they say", async () => {
  const chat = await open();
  chat.type("/me waves\r");
  await chat.until(() => texts().includes("_waves_"), "an action");
  chat.type("/msg #ops over there\r");
  await chat.shows("said in ops: over there");
  assert.equal(texts("ops"), ["over there"]);
  chat.type("/join #ops\r");
  await chat.shows("[ops] ada>");
});

test.run();

/** All files below a folder as one text; empty where there is none. */
function readAll(folder: string): string {
  try {
    return readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => readFileSync(join(entry.parentPath, entry.name), "utf8"))
      .join("\n");
  } catch {
    return "";
  }
}
