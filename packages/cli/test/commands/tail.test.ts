// `chat tail` as a process: where it begins, what it picks, what it runs, and what it remembers.

import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import * as assert from "uvu/assert";

import { suite } from "../../../../test-support/suite.ts";
import { temporaryFolder } from "../../../../test-support/temporary-folder.ts";
import { FakeChatServer } from "../support/fake-chat-server.ts";
import { type Ended, runChat, startChat } from "../support/run-chat.ts";

const test = suite("chat tail");
let server: FakeChatServer;
let folder = "";

test.before.each(async () => {
  server = await new FakeChatServer().start();
  folder = temporaryFolder("chat-tail");
});
test.after.each(() => server.stop());

const me = (): Record<string, string> => ({ CHAT_SERVER: server.url, CHAT_USER: "watcher" });
const tail = (...args: string[]): Promise<Ended> =>
  runChat(["tail", "ops", "--format", "{text}", ...args], { env: me() });
const lines = async (...args: string[]): Promise<string[]> =>
  (await tail(...args)).stdout.split("\n").slice(0, -1);
const say = (...words: string[]): void => words.forEach((word) => server.post("ops", "ada", word));

test("--since begins some time ago, behind an id, or with the last message, in the past and live", async () => {
  const hourAgo = new Date(Date.now() - 3_600_000).toISOString();
  const old = server.post("ops", "ada", "old", hourAgo);
  say("new", "newest");
  for (const follow of [["--no-follow"], ["--count", "2"]]) {
    assert.equal(await lines("--since", "30m", ...follow), ["new", "newest"]);
    assert.equal(await lines("--since", String(old.id), ...follow), ["new", "newest"]);
  }
  assert.equal(await lines("--since", "2h", "--no-follow"), ["old", "new", "newest"]);
  assert.equal(await lines("--since", "last", "--count", "1"), ["newest"]);
  assert.is((await tail("--since", "yesterday")).status, 2);
});

test("--match picks, and --count counts what was picked", async () => {
  say("one", "ERROR two", "three", "error four");
  assert.equal(await lines("--match", "error", "-i", "--count", "2"), ["ERROR two", "error four"]);
  assert.equal(await lines("--match", "^error", "--no-follow"), ["error four"]);
  assert.is((await tail("--match", "(")).status, 2);
});

test("--format makes a line of each message, and a field that there is not is wrong usage", async () => {
  const { id } = server.post("ops", "ada", "two\nlines {id}");
  const { stdout } = await tail("--format", "{id} {room} {user}: {text}", "--no-follow");
  assert.is(stdout, `${id} ops ada: two lines {id}\n`);
  assert.is((await tail("--format", "{colour}")).status, 2);
  assert.is((await tail("--json")).status, 2);
});

test("--cursor goes on where the run before ended", async () => {
  const cursor = join(folder, "cursor");
  say("one", "two");
  assert.equal(await lines("--cursor", cursor, "--no-follow"), ["one", "two"]);
  assert.equal(await lines("--cursor", cursor, "--no-follow"), []);
  say("three", "four", "five");
  assert.equal(await lines("--cursor", cursor, "--count", "2"), ["three", "four"]);
  assert.equal(await lines("--cursor", cursor, "--count", "1"), ["five"]);
});

test("a cursor stays before a message whose program failed, and the next run begins with it", async () => {
  const cursor = join(folder, "cursor");
  const fails = ["--exec", `sh -c 'test "$CHAT_TEXT" != two'`, "-n", "10"];
  say("one", "two", "three");
  const { status, stdout, stderr } = await tail("--cursor", cursor, "--no-follow", ...fails);
  assert.is(status, 1);
  assert.is(stdout, "one\ntwo\n");
  assert.match(stderr, "status 1");
  assert.equal(await lines("--cursor", cursor, "--no-follow", "--exec", "true"), ["two", "three"]);
});

test("a full disk under the cursor is told, and ends tail with status 1", async () => {
  say("one", "two");
  const { status, stdout, stderr } = await tail("--cursor", "/dev/full", "--no-follow");
  assert.is(status, 1);
  assert.is(stdout, "one\n");
  assert.is(stderr, "chat: the cursor /dev/full cannot be written: the disk is full\n");
});

test("a cursor file of something else is left alone", async () => {
  const path = join(folder, "notes");
  writeFileSync(path, "my notes");
  assert.is((await tail("--cursor", path)).status, 2);
  assert.is(readFileSync(path, "utf8"), "my notes");
});

test("--exec hands a message over in the environment and as JSON, and no shell sees it", async () => {
  const evil = `$(touch ${folder}/pwned); "quoted" 'text' \`id\``;
  const message = server.post("ops", "ada", evil);
  const program = `sh -c 'printf "%s|%s|%s|%s\\n" "$CHAT_FROM" "$CHAT_ROOM" "$CHAT_ID" "$CHAT_TEXT"; cat'`;
  const { stdout } = await tail("-n", "1", "--no-follow", "--exec", program);
  const [line, environment, json = ""] = stdout.split("\n");
  assert.is(line, evil);
  assert.is(environment, `ada|ops|${message.id}|${evil}`);
  assert.equal(JSON.parse(json), { type: "message", ...message });
});

test("--exec is for what others say from now on", async () => {
  say("before");
  const watcher = startChat(["tail", "ops", "--json", "--user", "other"], me());
  await watcher.says("before");
  const bot = startChat(["tail", "ops", "--exec", "echo ran"], me());
  await watcher.says(`"username":"watcher"`);
  server.post("ops", "watcher", "my own");
  say("live");
  await bot.says("ran");
  bot.child.kill("SIGINT");
  watcher.child.kill();
  const { stdout } = await bot.ended;
  assert.is(stdout.split("\n").filter((line) => line === "ran").length, 1);
  assert.not.match(stdout, "before");
});

test("--exec that cannot be run or read is told", async () => {
  say("one");
  assert.is((await tail("--exec", "'open")).status, 2);
  const { status, stderr } = await tail("-n", "1", "--no-follow", "--exec", "/no/such");
  assert.is(status, 1);
  assert.match(stderr, "/no/such");
});

test("tail goes on over a restart of the server: nothing lost, nothing twice", async () => {
  say("one");
  const running = startChat(["tail", "ops", "--format", "{text}", "--count", "3"], me());
  await running.says("one");
  await server.stop();
  say("two");
  await server.start();
  await running.says("two");
  say("three");
  assert.is((await running.ended).stdout, "one\ntwo\nthree\n");
});

test.run();
