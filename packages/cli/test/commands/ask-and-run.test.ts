// The commands that wait, as processes: `ask` for an answer, `run` for another command.

import * as assert from "uvu/assert";

import { suite } from "../../../../test-support/suite.ts";
import { FakeChatServer } from "../support/fake-chat-server.ts";
import { type Running, runChat, startChat } from "../support/run-chat.ts";

const test = suite("ask and run");
let server: FakeChatServer;

test.before.each(async () => {
  server = await new FakeChatServer().start();
});
test.after.each(() => server.stop());

const me = (): Record<string, string> => ({ CHAT_SERVER: server.url, CHAT_USER: "ci" });
const run = (args: string[], input = "") => runChat(args, { env: me(), input });
const words = (): string[] => server.history("ops").map(({ message }) => message);

/** Starts `ask`, and returns once its question is in the room. */
async function ask(...args: string[]): Promise<Running> {
  const watcher = startChat(["tail", "ops", "--user", "watcher"], me());
  const asking = startChat(["ask", "ops", ...args], me());
  await watcher.says("deploy?");
  watcher.child.kill();
  return asking;
}

test("ask prints the first answer that fits, without what was said before", async () => {
  server.post("ops", "ada", "yes, of old");
  const asking = await ask("deploy?", "--match", "^YES", "-i", "--from", "bob", "--from", "ada");
  server.post("ops", "eve", "yes, says eve");
  server.post("ops", "ada", "not yet");
  server.post("ops", "ada", "yes, go");
  assert.equal(await asking.ended, { status: 0, stdout: "yes, go\n", stderr: "" });
});

test("one's own words are no answer, and --json tells who answered", async () => {
  const asking = await ask("deploy?", "--json");
  server.post("ops", "ci", "still waiting");
  const answer = server.post("ops", "ada", "go");
  assert.equal(JSON.parse((await asking.ended).stdout), { type: "message", ...answer });
});

test("ask survives a restart of the server, asks once and misses no answer", async () => {
  const asking = await ask("deploy?", "--match", "yes");
  await server.stop();
  server.post("ops", "ada", "yes, while nobody listened");
  await server.start();
  assert.is((await asking.ended).stdout, "yes, while nobody listened\n");
  assert.is(words().filter((word) => word === "deploy?").length, 1);
});

test("ask ends with 124 without an answer, 130 when interrupted, 2 for what is no pattern", async () => {
  const asking = await ask("deploy?");
  asking.child.kill("SIGINT");
  assert.is((await asking.ended).status, 130);
  assert.is((await run(["ask", "ops", "deploy?", "--timeout", "500ms"])).status, 124);
  const wrong = await run(["ask", "ops", "deploy?", "--match", "("]);
  assert.is(wrong.status, 2);
  assert.match(wrong.stderr, "--match");
});

test("ask without a server is status 69, without a token 4, with too long a question 5", async () => {
  assert.is((await run(["ask", "ops", "x".repeat(4_001)])).status, 5);
  server.token = "open";
  assert.is((await run(["ask", "ops", "deploy?"])).status, 4);
  await server.stop();
  assert.is((await run(["ask", "ops", "deploy?"])).status, 69);
  await server.start();
});

test("run lets input, output and status through, and posts how it went with the last lines", async () => {
  const script = "cat; echo one; echo two >&2; exit 3";
  const ended = await run(["run", "ops", "--tail", "2", "--", "sh", "-c", script], "in\n");
  assert.equal(ended, { status: 3, stdout: "in\none\n", stderr: "two\n" });
  assert.is(words().length, 1);
  assert.match(words()[0] ?? "", /^failed with status 3 after \d+\.\d s: sh -c 'cat; /);
  assert.match(words()[0] ?? "", /\n```\n(one\ntwo|two\none|in\none)\n```$/);
});

test("run posts success too, and with --on-fail only failure", async () => {
  assert.is((await run(["run", "ops", "--", "true"])).status, 0);
  assert.match(words()[0] ?? "", /^done after 0\.\d s: true$/);
  assert.is((await run(["run", "ops", "--on-fail", "--", "true"])).status, 0);
  assert.is((await run(["run", "ops", "--on-fail", "--", "false"])).status, 1);
  assert.is(words().length, 2);
});

test("no shell sees the command: its words arrive as they are", async () => {
  const { stdout } = await run(["run", "ops", "--", "printf", "%s|", "$(id)", "a b", "-q", "*"]);
  assert.is(stdout, "$(id)|a b|-q|*|");
});

test("run posts what a terminal would have shown in the end: no colours, progress as last drawn", async () => {
  await run(["run", "ops", "--", "printf", "\\033[31mred\\033[0m\\n10%%\\r100%%\\r\\n"]);
  assert.match(words()[0] ?? "", "```\nred\n100%\n```");
});

test("run posts an output of any length", async () => {
  const { status, stdout } = await run(["run", "ops", "--tail", "1000", "--", "seq", "20000"]);
  assert.is(status, 0);
  assert.is(stdout.length, 108_894);
  assert.match(words()[0] ?? "", /\n…\n[\d\n]+\n20000\n```$/);
});

test("run shows in the room that it runs", async () => {
  const watcher = startChat(["tail", "ops", "--json", "--user", "watcher"], me());
  server.post("ops", "bob", "marker");
  await watcher.says("marker");
  const running = startChat(["run", "ops", "--", "sh", "-c", "read line"], me());
  await watcher.says('"joined"');
  assert.ok(server.members("ops").includes("ci"));
  running.type("end\n");
  await watcher.says("read line");
  await watcher.says('"left"');
  watcher.child.kill();
  assert.is((await running.ended).status, 0);
});

test("run passes signals on and ends with 128 and the signal", async () => {
  for (const [signal, status] of [
    ["SIGTERM", 143],
    ["SIGINT", 130],
  ] as const) {
    const running = startChat(["run", "ops", "--", "sh", "-c", "echo up; exec sleep 60"], me());
    await running.says("up");
    running.child.kill(signal);
    assert.is((await running.ended).status, status);
    assert.match(words().at(-1) ?? "", `ended by ${signal}`);
  }
});

test("a command that is not there is status 127, one that cannot be run 126, and both are told", async () => {
  const missing = await run(["run", "ops", "--", "no-such-command"]);
  assert.is(missing.status, 127);
  assert.match(missing.stderr, "no-such-command");
  assert.is((await run(["run", "ops", "--", "/etc/passwd"])).status, 126);
  assert.equal(
    words().map((text) => text.split(" after ")[0]),
    ["could not be started", "could not be started"],
  );
});

test("without a server the command runs all the same, and its status counts", async () => {
  await server.stop();
  const ended = await run(["run", "ops", "--retry", "300ms", "--", "sh", "-c", "echo out; exit 7"]);
  assert.is(ended.status, 7);
  assert.is(ended.stdout, "out\n");
  assert.match(ended.stderr, /^chat: how it went is not in ops: [^\n]+\n$/);
  await server.start();
});

test("a wrong room or flag is told before the command has begun", async () => {
  for (const [args, status] of [
    [["run", "a b", "--", "echo", "begun"], 5],
    [["run", "ops", "--tail", "x", "--", "echo", "begun"], 2],
    [["run", "ops", "--"], 2],
  ] as const) {
    const ended = await run([...args]);
    assert.is(ended.status, status);
    assert.is(ended.stdout, "");
  }
});

test("a reader that has gone ends the command, and that is posted", async () => {
  const running = startChat(["run", "ops", "--", "yes"], me());
  await running.says("y\n");
  running.child.stdout?.destroy();
  assert.is.not((await running.ended).status, 0);
  assert.match(words()[0] ?? "", /^(failed|ended)/);
});

test.run();
