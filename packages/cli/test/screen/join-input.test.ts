// Typing in `chat join` on a real pseudo-terminal, and what of it outlives the chat.

import { chmodSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import * as assert from "uvu/assert";

import { suite } from "../../../../test-support/suite.ts";
import { KeptScreens } from "../support/kept-screens.ts";

const test = suite("join, typing");
let chats: KeptScreens;

test.before.each(async () => {
  chats = await new KeptScreens().start();
});
test.after.each(() => chats.end());

test("what is being typed survives SIGKILL, room by room, and what was sent comes back with Up", async () => {
  const chat = await chats.open(["general", "ops"]);
  chat.type("sent before\r");
  await chat.shows("ada │ sent before");
  chat.type("unfin");
  chat.type("ished\x1b2other");
  await chat.shows("[ops] ada> other");
  await chat.until(() => /unfinished.*other/.test(chats.kept()), "kept on disk");
  process.kill(chat.pid, "SIGKILL");
  await chat.ended;
  const again = await chats.open(["general", "ops"]);
  await again.shows("[general] ada> unfinished");
  again.type("\x1b[A");
  await again.shows("[general] ada> sent before");
  again.type("\x1b[B\x0e");
  await again.shows("[ops] ada> other");
});

test("Ctrl-C clears, undo brings it back, and nothing of it stays on disk", async () => {
  const chat = await chats.open();
  chat.type("secret");
  await chat.until(() => chats.kept().includes("secret"), "kept");
  chat.type("\x03");
  await chat.until(() => !chats.kept().includes("secret"), "forgotten");
  chat.type("\x1f");
  await chat.shows("ada> secret");
});

test("a message that could not be sent is kept over leaving, and sent with the next start", async () => {
  const chat = await chats.open();
  await chats.server.stop();
  await chat.shows("connection lost");
  chat.type("kept for later\r");
  await chat.shows("kept for later  ⧗");
  chat.type("\x03");
  await chat.shows("1 message is not sent yet");
  chat.type("\x03");
  assert.is(await chat.ended, 0);
  await chats.server.start();
  const again = await chats.open();
  await again.until(() => chats.texts().includes("kept for later"), "sent");
  assert.is(chats.texts().length, 1);
});

test("Ctrl-R finds what was sent; Enter takes it, Esc leaves everything as it was", async () => {
  const chat = await chats.open();
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
  assert.equal(chats.texts(), ["deploy api", "hello"]);
});

test("Tab completes names, then goes through them; emoji and commands too", async () => {
  for (const name of ["bob", "boris"]) chats.server.post("general", name, "hi");
  const chat = await chats.open();
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
  const chat = await chats.open();
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
  const editor = join(chats.home, "editor.sh");
  writeFileSync(
    editor,
    `#!/bin/sh\nstat -c %a "$2"\nprintf 'from %s\\nthe editor\\n' "$1" >> "$2"\n`,
  );
  chmodSync(editor, 0o755);
  const chat = await chats.open(["general"], { VISUAL: `${editor} inside` });
  chat.type("a line\x18\x05");
  await chat.shows("the editor");
  const away = chat.written.split("\x1b[?1049l").at(-1)?.split("\x1b[?1049h")[0] ?? "";
  assert.match(away, "600");
  chat.type("\r");
  await chat.until(() => chats.texts().length > 0, "sent");
  assert.equal(chats.texts(), ["a line\nfrom inside\nthe editor"]);
});

test("an editor that fails changes nothing", async () => {
  const chat = await chats.open(["general"], { EDITOR: "false" });
  chat.type("as it was\x18\x05");
  await chat.shows("false failed (1); your text is as it was");
  await chat.shows("ada> as it was");
});

test("Ctrl-Z gives the terminal back, and everything is there again afterwards", async () => {
  const chat = await chats.open();
  chat.type("still here\x1a");
  await chat.until((screen) => !screen.fullScreen, "given back");
  process.kill(chat.pid, "SIGCONT");
  await chat.until((screen) => screen.fullScreen && screen.text.includes("still here"), "back");
});

test.run();
