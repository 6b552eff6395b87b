// `chat mod` and private rooms from a script, with the real server: what is printed, and the statuses.

import { writeFileSync } from "node:fs";
import { join } from "node:path";

import * as assert from "uvu/assert";

import { type Server, startServer } from "../../../../test-support/server.ts";
import { suite } from "../../../../test-support/suite.ts";
import { temporaryFolder } from "../../../../test-support/temporary-folder.ts";
import { type Ended, runChat } from "../support/run-chat.ts";

const test = suite("chat mod", { timeoutMs: 60_000 });
let server: Server;
let homes: string;

test.before(async () => {
  homes = temporaryFolder("chat-mod");
  server = await startServer({ env: { OPERATORS: "olga" } });
});

test.after(async () => {
  await server.stop();
});

function as(name: string, line: string, env: Record<string, string> = {}): Promise<Ended> {
  const own = { CHAT_SERVER: server.url, CHAT_USER: name, XDG_CONFIG_HOME: join(homes, name) };
  return runChat(line.split(" "), { env: { ...own, ...env } });
}

async function expectAll(status: number, name: string, lines: readonly string[]): Promise<void> {
  for (const line of lines) {
    const ended = await as(name, line);
    assert.is(ended.status, status, `${line}: ${ended.stderr}`);
  }
}

test("does what it is told, and prints what the room was told, as a line or as JSON", async () => {
  const muted = await as("olga", "mod mute ops bob 10m too loud");
  assert.is(muted.status, 0, muted.stderr);
  assert.match(muted.stdout, /^ops: olga muted bob until \S+Z \(too loud\)\n$/);
  assert.is((await as("bob", "send ops hi")).status, 5);
  const { stdout } = await as("olga", "mod unmute ops bob --json");
  const { type, action, username } = JSON.parse(stdout) as Record<string, string>;
  assert.equal([type, action, username], ["moderated", "unmute", "bob"]);
  await expectAll(0, "bob", ["send ops hi"]);
  await expectAll(0, "olga", ["mod close ops", "mod open ops", "mod topic ops All about it"]);
  const id = (JSON.parse((await as("bob", "history ops --json")).stdout) as { id: number }).id;
  await expectAll(0, "olga", [`mod delete ops ${id}`]);
  assert.match((await as("bob", "history ops")).stdout, "<bob> (deleted)");
});

test("a ban ends in status 4, a closed room in 5, and so does nobody's right", async () => {
  await expectAll(0, "olga", ["mod ban banned bob 7d", "mod close closed"]);
  assert.is((await as("bob", "send banned hi")).status, 4);
  assert.is((await as("bob", "send closed hi")).status, 5);
  assert.is((await as("bob", "mod open closed")).status, 4);
});

test("what makes no sense is said with status 2, before anybody is asked", async () => {
  await expectAll(2, "olga", [
    "mod fly ops",
    "mod mute ops bob",
    "mod mute ops bob 366d",
    "mod ban ops bob soon",
    "mod delete ops first",
    "mod kick ops",
    "mod password ops",
  ]);
});

test("a private room takes its password from the environment or a file", async () => {
  await expectAll(0, "olga", ["mod password secret größe 100%", "send secret hello"]);
  const file = join(homes, "password");
  writeFileSync(file, "größe 100%\n");
  for (const line of [
    "history secret",
    "who secret",
    "send secret hi",
    "tail secret --no-follow",
  ]) {
    assert.is((await as("bob", line)).status, 4, line);
    const given = await as("bob", line, { CHAT_ROOM_PASSWORD: "größe 100%" });
    assert.is(given.status, 0, `${line}: ${given.stderr}`);
    assert.is((await as("bob", `${line} --room-password-file ${file}`)).status, 0, line);
  }
  const joined = await as("bob", "join secret --plain", { CHAT_ROOM_PASSWORD: "größe 100%" });
  assert.is(joined.status, 0, joined.stderr);
  assert.not.match((await as("bob", "rooms")).stdout, "secret");
  await expectAll(0, "olga", ["mod password secret -"]);
  await expectAll(0, "bob", ["history secret"]);
});

test.run();
