// What the commands print where a person looks on: in a real pseudo-terminal.

import * as assert from "uvu/assert";

import { suite } from "../../../../test-support/suite.ts";
import { FakeChatServer } from "../support/fake-chat-server.ts";
import { ScreenChat } from "../support/screen-chat.ts";

const test = suite("commands at a terminal");
let server: FakeChatServer;

test.before.each(async () => {
  server = await new FakeChatServer().start();
  server.post("general", "ada", "hello");
  server.post("operations", "bob", "one\ntwo");
});
test.after.each(() => server.stop());

async function run(args: string[], env: Record<string, string> = {}): Promise<ScreenChat> {
  const screen = new ScreenChat(args, {
    env: { CHAT_SERVER: server.url, CHAT_USER: "ci", ...env },
  });
  await screen.ended;
  // What came last may still be on its way to the screen.
  await screen.until(({ text }) => text !== "");
  return screen;
}

const COLOUR = "\u001b[38;";

test("rooms have a title and say how long ago the last message was", async () => {
  const screen = await run(["rooms"]);
  assert.equal(screen.rows.slice(0, 3), [
    "ROOM        HERE  LAST MESSAGE",
    "general        0  just now",
    "operations     0  just now",
  ]);
  assert.ok(screen.written.includes(COLOUR));
  await screen.end();
});

test("history and tail stand in columns, in colour", async () => {
  for (const args of [
    ["history", "operations"],
    ["tail", "operations", "--no-follow"],
  ]) {
    const screen = await run(args);
    assert.match(screen.rows[0] ?? "", /^\d\d:\d\d +bob │ one$/);
    assert.match(screen.rows[1] ?? "", /^ +│ two$/);
    assert.ok(screen.written.includes(COLOUR));
    await screen.end();
  }
});

test("NO_COLOR leaves the colours out, and --json knows none", async () => {
  for (const [args, env] of [
    [["rooms"], { NO_COLOR: "1" }],
    [["history", "general"], { NO_COLOR: "1" }],
    [["status"], { NO_COLOR: "1" }],
    [["rooms", "--json"], {}],
    [["history", "general", "--json"], {}],
  ] as const) {
    const screen = await run([...args], env);
    assert.not.match(screen.written, "\u001b[");
    await screen.end();
  }
});

test("send says that it sent, and without a text what to do, with status 2", async () => {
  const sent = await run(["send", "general", "hi"]);
  assert.is(sent.rows[0], "chat: sent to general");
  await sent.end();
  const asked = await run(["send", "general"]);
  assert.match(asked.text, "what shall be sent?");
  assert.is(await asked.ended, 2);
  await asked.end();
});

test.run();
