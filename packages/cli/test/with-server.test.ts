// The command against the real server, which is killed and comes back on the same port with the same data: nothing
// may be lost, nothing said twice, nothing out of order.

import * as assert from "uvu/assert";

import { suite } from "../../../test-support/suite.ts";
import { type Server, startServer } from "../../../test-support/server.ts";
import { temporaryFolder } from "../../../test-support/temporary-folder.ts";
import { type Ended, type Running, runChat, startChat } from "./support/run-chat.ts";

const test = suite("the command and a server that dies", { timeoutMs: 60_000 });
let server: Server;
let env: Record<string, string>;
let running: Running[] = [];

test.before.each(async () => {
  env = {
    ...{ RATE_LIMITS: "off", HISTORY_LIMIT: "20000", LOG_LEVEL: "error" },
    DATA_DIR: temporaryFolder("chat-cli-server"),
  };
  server = await startServer({ env });
  env["PORT"] = String(server.port);
});
test.after.each(async () => {
  for (const { child } of running) child.kill("SIGKILL");
  running = [];
  await server.kill();
});

/** Kills the server as a power cut does, and starts it again. */
async function restart(): Promise<void> {
  await server.kill();
  server = await startServer({ env });
}

const me = (): Record<string, string> => ({ CHAT_SERVER: server.url, CHAT_USER: "ci" });
const run = (args: string[], input = ""): Promise<Ended> => runChat(args, { env: me(), input });
function start(args: string[], user = "ci"): Running {
  const started = startChat(args, { ...me(), CHAT_USER: user });
  running.push(started);
  return started;
}
async function texts(room: string): Promise<string[]> {
  const { stdout } = await run([
    "tail",
    room,
    "--since",
    "1h",
    "--no-follow",
    "--format",
    "{text}",
  ]);
  return stdout.split("\n").slice(0, -1);
}
const lines = (count: number): string[] =>
  Array.from({ length: count }, (_, index) => `line ${index + 1}`);

test("10,000 lines through a pipe are 10,000 messages, in order", async () => {
  const { status, stderr } = await run(["send", "ops", "--lines"], lines(10_000).join("\n"));
  assert.is(stderr, "");
  assert.is(status, 0);
  assert.equal(await texts("ops"), lines(10_000));
});

test("lines go on over the death of the server: each once, in order", async () => {
  const sending = start(["send", "ops", "--lines", "--json", "--retry", "30s"]);
  sending.child.stdin?.end(lines(3_000).join("\n"));
  for (const reached of [200, 1_500]) {
    await sending.says(`"line ${reached}"`);
    await restart();
  }
  const { status, stdout } = await sending.ended;
  assert.is(status, 0);
  const told = stdout.split("\n").slice(0, -1);
  assert.equal(
    told.map((line) => JSON.parse(line).message),
    lines(3_000),
  );
  assert.equal(await texts("ops"), lines(3_000));
});

test("send --retry, tail and ask go on over the death of the server", async () => {
  const tail = start(["tail", "ops", "--format", "{text}"], "watcher");
  await run(["send", "ops", "before"]);
  await tail.says("before");
  const ask = start(["ask", "ops", "go?", "--match", "^yes"], "deploy");
  await tail.says("go?");
  await server.kill();
  const sent = start(["send", "ops", "yes, while it was away", "--retry", "30s"]);
  server = await startServer({ env });
  assert.is((await sent.ended).status, 0);
  const { status, stdout } = await ask.ended;
  assert.is(status, 0);
  assert.is(stdout, "yes, while it was away\n");
  await tail.says("yes, while it was away");
  tail.child.kill("SIGINT");
  const all = ["before", "go?", "yes, while it was away"];
  assert.is((await tail.ended).stdout, `${all.join("\n")}\n`);
  assert.equal(await texts("ops"), all);
});

test("20 at the same time while the server dies: each once", async () => {
  const wanted = lines(20);
  const sends = wanted.map((text) => start(["send", "ops", text, "--retry", "30s"]));
  await Promise.race(sends.map(({ ended }) => ended));
  await restart();
  for (const { status } of await Promise.all(sends.map(({ ended }) => ended))) assert.is(status, 0);
  assert.equal((await texts("ops")).sort(), [...wanted].sort());
});

test("a cursor goes on behind what was dealt with, over the death of all", async () => {
  const file = `${temporaryFolder("chat-cursor")}/cursor`;
  const follow = ["tail", "ops", "--format", "{text}", "--cursor", file];
  const first = start(follow, "watcher");
  await run(["send", "ops", "--lines"], "one\ntwo\n");
  // One comes after the other: with the second line out, the cursor is behind the first.
  await first.says("two");
  first.child.kill("SIGKILL");
  await first.ended;
  await restart();
  await run(["send", "ops", "--lines"], "three\nfour\n");
  const { stdout } = await run([...follow, "--no-follow"]);
  assert.match(stdout, /^(two\n)?three\nfour\n$/);
});

test("tail begins as far back as it is asked to, and follows from there", async () => {
  await run(["send", "ops", "--lines"], lines(700).join("\n"));
  const tail = start(["tail", "ops", "-n", "650", "--count", "651", "--format", "{text}"], "eye");
  await tail.says("line 700\n");
  await run(["send", "ops", "live"]);
  const { stdout } = await tail.ended;
  assert.equal(stdout.split("\n").slice(0, -1), [...lines(700).slice(50), "live"]);
});

test("what the history dropped since the cursor is a gap, before what is left", async () => {
  env["HISTORY_LIMIT"] = "5";
  await restart();
  const file = `${temporaryFolder("chat-cursor")}/cursor`;
  const tail = ["tail", "ops", "--json", "--cursor", file, "--no-follow"];
  await run(["send", "ops", "first"]);
  await run(tail);
  await run(["send", "ops", "--lines"], lines(20).join("\n"));
  const told = (await run(tail)).stdout.split("\n").slice(0, -1);
  const [gap, ...rest] = told.map((line) => JSON.parse(line));
  assert.is(gap.type, "gap");
  assert.is(gap.before, rest[0].id);
  assert.equal(
    rest.map(({ message }) => message),
    lines(20).slice(-5),
  );
  assert.is((await run(tail)).stdout, "");
});

test("limits only slow lines down: none is lost, none overtakes another", async () => {
  env["RATE_LIMITS"] = "on";
  await restart();
  assert.is((await run(["send", "ops", "--lines"], lines(100).join("\n"))).status, 0);
  assert.equal(await texts("ops"), lines(100));
});

test.run();
