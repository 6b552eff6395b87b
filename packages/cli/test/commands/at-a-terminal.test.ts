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

/** Runs a command to its end. What comes `last` is waited for: it may still be on its way to the screen. */
async function run(
  args: readonly string[],
  last: string,
  env: Record<string, string> = {},
): Promise<ScreenChat> {
  const screen = new ScreenChat(args, {
    env: { CHAT_SERVER: server.url, CHAT_USER: "ci", ...env },
  });
  await screen.ended;
  await screen.shows(last);
  return screen;
}

const COLOUR = "\u001b[38;";

test("rooms have a title and say how long ago the last message was", async () => {
  const screen = await run(["rooms"], "operations     0  just now");
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
    const screen = await run(args, "│ two");
    assert.match(screen.rows[0] ?? "", /^\d\d:\d\d +bob │ one$/);
    assert.match(screen.rows[1] ?? "", /^ +│ two$/);
    assert.ok(screen.written.includes(COLOUR));
    await screen.end();
  }
});

test("NO_COLOR leaves the colours out, and --json knows none", async () => {
  for (const [args, last, env] of [
    [["rooms"], "operations     0  just now", { NO_COLOR: "1" }],
    [["history", "general"], "│ hello", { NO_COLOR: "1" }],
    [["status"], "\nyou ", { NO_COLOR: "1" }],
    [["rooms", "--json"], '{"room":"operations"', {}],
    [["history", "general", "--json"], 'Z"}', {}],
  ] as const) {
    const screen = await run(args, last, env);
    assert.not.match(screen.written, "\u001b[");
    await screen.end();
  }
});

test("send says that it sent, and without a text what to do, with status 2", async () => {
  const sent = await run(["send", "general", "hi"], "chat: sent to general");
  assert.is(sent.text.trim(), "chat: sent to general");
  await sent.end();
  const asked = await run(["send", "general"], "what shall be sent?");
  assert.is(await asked.ended, 2);
  await asked.end();
});

test.run();
