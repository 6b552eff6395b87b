// What `chat send` makes of its input: code, batches, what it passes on, and many at once.

import * as assert from "uvu/assert";

import { suite } from "../../../../test-support/suite.ts";
import { FakeChatServer } from "../support/fake-chat-server.ts";
import { runChat, startChat } from "../support/run-chat.ts";

const test = suite("send and its input");
let server: FakeChatServer;

test.before.each(async () => {
  server = await new FakeChatServer().start();
});
test.after.each(() => server.stop());

const me = (): Record<string, string> => ({ CHAT_SERVER: server.url, CHAT_USER: "ci" });
const run = (args: string[], input: string | Uint8Array = "") =>
  runChat(args, { env: me(), input });
const words = (): string[] => server.history("ops").map(({ message }) => message);

test("--code makes a code block, whose fences hold whatever is in it", async () => {
  await run(["send", "--code", "ops"], "let a;\n");
  await run(["send", "ops", "--code=js"], "let a;\n");
  await run(["send", "ops", "--code", "```"]);
  assert.equal(words(), ["```\nlet a;\n```", "```js\nlet a;\n```", "````\n```\n````"]);
  assert.is((await run(["send", "ops", "--code", ""])).status, 5);
  assert.is((await run(["send", "ops", "x", "--code=a b"])).status, 2);
});

test("--batch joins lines that come together, and never makes one too long", async () => {
  const running = startChat(["send", "ops", "--lines", "--batch", "1s"], me());
  running.type("one\ntwo\n");
  running.child.stdin?.end("three");
  assert.is((await running.ended).status, 0);
  assert.equal(words(), ["one\ntwo\nthree"]);
  const long = Array.from({ length: 5 }, (_, index) => String(index).repeat(1_900));
  assert.is((await run(["send", "ops", "--lines", "--batch", "5s"], long.join("\n"))).status, 0);
  assert.is(words().slice(1).join("\n"), long.join("\n"));
});

test("--tee passes the input on as it is, also to a reader that leaves", async () => {
  assert.equal(await run(["send", "ops", "--tee"], "a\n\nb\n"), {
    ...{ status: 0, stdout: "a\n\nb\n", stderr: "" },
  });
  assert.is((await run(["send", "ops", "--tee", "--lines"], "c\nd\n")).stdout, "c\nd\n");
  const running = startChat(["send", "ops", "--tee"], me());
  running.child.stdout?.destroy();
  running.child.stdin?.end("still sent");
  assert.is((await running.ended).status, 0);
  assert.equal(words(), ["a\n\nb", "c", "d", "still sent"]);
});

test("flags that do not go together are wrong usage", async () => {
  for (const flags of [
    ["x", "--tee"],
    ["--tee", "--json"],
    ["--batch", "1s"],
    ["--lines", "--batch", "1s", "--id", "k"],
  ]) {
    const { status, stderr } = await run(["send", "ops", ...flags]);
    assert.is(status, 2, flags.join(" "));
    assert.match(stderr, /^chat: [^\n]+\n$/);
  }
});

test("binary input is refused whole, control characters in text are left out", async () => {
  assert.is((await run(["send", "ops"], new Uint8Array([0x80, 0xff]))).status, 5);
  assert.is((await run(["send", "ops"], "a\0b\u001b[31m")).status, 0);
  assert.equal(words().length, 1);
  assert.not.match(words()[0] ?? "", "\0");
});

test("nothing in an argument is expanded", async () => {
  await run(["send", "ops", "$(id) `id` $HOME"]);
  assert.equal(words(), ["$(id) `id` $HOME"]);
});

test("20 at the same time all arrive, each once", async () => {
  const texts = Array.from({ length: 20 }, (_, index) => `m${index}`);
  const ends = await Promise.all(texts.map((text) => run(["send", "ops", text])));
  assert.ok(ends.every(({ status }) => status === 0));
  assert.equal([...words()].sort(), [...texts].sort());
});

test("send --retry survives a restart of the server, without a double", async () => {
  await server.stop();
  const sending = startChat(["send", "ops", "later", "--retry", "15s"], me());
  await new Promise((resolve) => sending.child.once("spawn", resolve));
  await server.start();
  assert.is((await sending.ended).status, 0);
  assert.equal(words(), ["later"]);
});

test.run();
