// `chat join` in a pipe: lines in, lines out.

import * as assert from "uvu/assert";

import { suite } from "../../../../test-support/suite.ts";
import { temporaryFolder } from "../../../../test-support/temporary-folder.ts";
import { FakeChatServer } from "../support/fake-chat-server.ts";
import { runChat, startChat } from "../support/run-chat.ts";

const test = suite("join, line by line");
let server: FakeChatServer;

test.before.each(async () => {
  server = await new FakeChatServer().start();
});
test.after.each(() => server.stop());

const me = (): Record<string, string> => ({ CHAT_SERVER: server.url, CHAT_USER: "ada" });
const texts = (room: string): string[] => server.history(room).map(({ message }) => message);

test("what is piped in is stored before the end, in order, whatever it begins with", async () => {
  const input = "one\n/usr/bin: busy\n\nlast without line break";
  const { status, stdout } = await runChat(["join", "general"], { env: me(), input });
  assert.is(status, 0);
  assert.equal(texts("general"), ["one", "/usr/bin: busy", "last without line break"]);
  assert.match(stdout, /^\d\d:\d\d general <ada> one\n/);
  assert.equal(server.members("general"), []);
});

test("the backlog, what is said and who comes and goes are lines without any escape sequence", async () => {
  server.post("general", "bob", "\u001b[31mold");
  const chat = startChat(["join", "general", "ops"], me());
  await chat.says("old");
  const guest = await runChat(["join", "ops"], {
    env: { ...me(), CHAT_USER: "guest" },
    input: "hi\n",
  });
  assert.is(guest.status, 0);
  await chat.says("guest left");
  chat.child.stdin?.end();
  const { status, stdout, stderr } = await chat.ended;
  assert.is(status, 0);
  assert.is(stderr, "");
  assert.equal(
    stdout
      .trimEnd()
      .split("\n")
      .map((line) => line.slice(6)),
    ["general <bob> [31mold", "ops -- guest joined", "ops <guest> hi", "ops -- guest left"],
  );
});

test("what is too much at once goes when the server said, and this is said once", async () => {
  for (let i = 0; i < 2; i++) {
    const refusal = { code: "rate_limited" as const, message: "Too many.", retryAfterMs: 20 };
    server.socketRefusals.push(refusal);
  }
  const { status, stderr } = await runChat(["join", "general"], { env: me(), input: "one\ntwo\n" });
  assert.is(status, 0);
  assert.equal(texts("general"), ["one", "two"]);
  assert.is(stderr, "chat: slowed down: too much at once; it goes on by itself\n");
});

test("a message that is refused is said, and is the status", async () => {
  server.socketRefusals.push({ code: "invalid_message", message: "Not that." });
  const { status, stderr } = await runChat(["join", "general"], { env: me(), input: "no\nyes\n" });
  assert.is(status, 5);
  assert.match(stderr, "Not that.");
  assert.equal(texts("general"), ["yes"]);
});

test("a connection that is cut loses and repeats nothing", async () => {
  const chat = startChat(["join", "general"], me());
  chat.type("one\n");
  await chat.says("> one");
  server.cut();
  chat.type("two\n");
  await chat.says("> two");
  chat.child.stdin?.end("three\n");
  assert.is((await chat.ended).status, 0);
  assert.equal(texts("general"), ["one", "two", "three"]);
});

test("`chat` alone opens the rooms of the config file; without any it says how", async () => {
  const home = temporaryFolder("chat-alone");
  const env = { ...me(), XDG_CONFIG_HOME: home };
  for (const args of [[], ["--user", "bob"]]) {
    const { status, stderr } = await runChat(args, { env });
    assert.is(status, 2);
    assert.match(stderr, /^Usage: chat /m);
    assert.match(stderr, "`chat config set rooms general ops`");
  }
  assert.match((await runChat(["join"], { env })).stderr, "which room?");
  await runChat(["config", "set", "rooms", "general", "ops"], { env });
  const alone = await runChat(["--user", "bob"], { env, input: "hi\n" });
  assert.is(alone.status, 0);
  assert.match(alone.stdout, "general <bob> hi");
  assert.is((await runChat(["nonsense"], { env })).status, 2);
  assert.match((await runChat(["--help"], { env })).stdout, /^Usage: chat /);
});

test("times are written as the config file wants them", async () => {
  const home = temporaryFolder("chat-times");
  const env = { ...me(), XDG_CONFIG_HOME: home };
  await runChat(["config", "set", "time", "12h"], { env });
  const { stdout } = await runChat(["join", "general"], { env, input: "hi\n" });
  assert.match(stdout, /^\d{1,2}:\d\d[ap]m general <ada> hi$/m);
});

test("Ctrl-C leaves the room and ends with 130", async () => {
  const chat = startChat(["join", "general"], me());
  chat.type("hi\n");
  await chat.says("> hi");
  chat.child.kill("SIGINT");
  assert.is((await chat.ended).status, 130);
  assert.equal(server.members("general"), []);
});

test.run();
