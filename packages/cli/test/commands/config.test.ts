// `chat config` as a process, on a config file of its own.

import {
  mkdirSync,
  readFileSync,
  readdirSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";

import * as assert from "uvu/assert";

import { suite } from "../../../../test-support/suite.ts";
import { temporaryFolder } from "../../../../test-support/temporary-folder.ts";
import { preferenceFields } from "../../src/preferences/preference-fields.ts";
import { FakeChatServer } from "../support/fake-chat-server.ts";
import { runChat, type Ended } from "../support/run-chat.ts";

const test = suite("chat config");
let home = "";
const path = (): string => join(home, "chat", "config.json");

test.before.each(() => {
  home = temporaryFolder("chat-config");
});

async function chat(args: string, env: Record<string, string> = {}, input = ""): Promise<Ended> {
  const options = { env: { XDG_CONFIG_HOME: home, ...env }, input };
  return await runChat(args.split(" "), options);
}

const shown = async (args = "config --json", env = {}): Promise<Record<string, unknown>> =>
  JSON.parse((await chat(args, env)).stdout);

test("what is set is kept, got and forgotten", async () => {
  assert.is((await chat("config get user")).status, 1);
  assert.equal(await chat("config set user ada"), { status: 0, stdout: "", stderr: "" });
  assert.is((await chat("config get user")).stdout, "ada\n");
  await chat("config set server chat.example:80");
  assert.is((await chat("config get server")).stdout, "http://chat.example\n");
  await chat("config unset user");
  assert.is((await chat("config get user")).status, 1);
});

test("config shows each value and where it comes from, and never a token", async () => {
  await chat("config set user ada");
  await chat("config set token", {}, "geheim\n");
  const config = await shown("config --json --server http://localhost:8000", {
    CHAT_USER: "bob",
  });
  const preferences = Object.fromEntries(
    preferenceFields.map(({ name, initial }) => [name, { value: initial, from: "default" }]),
  );
  assert.equal(config, {
    ...{ file: path(), profile: null, profiles: [] },
    server: { value: "http://localhost:8000", from: "--server" },
    user: { value: "bob", from: "CHAT_USER" },
    token: { value: "hidden", from: "config file" },
    rooms: null,
    ...preferences,
  });
  const { stdout } = await chat("config");
  assert.match(stdout, /^user +ada +config file$/m);
  assert.not.match(stdout, "geheim");
});

test("a token never comes from the command line", async () => {
  const { status, stderr } = await chat("config set token geheim");
  assert.is(status, 2);
  assert.match(stderr, "pipe the token in");
});

test("the file is readable by its owner alone, also where it was not, and leaves nothing beside it", async () => {
  mkdirSync(join(home, "chat"));
  writeFileSync(path(), `{"theme":"dark"}`, { mode: 0o644 });
  await chat("config set user ada");
  assert.is(statSync(path()).mode & 0o777, 0o600);
  assert.equal(readdirSync(join(home, "chat")), ["config.json"]);
  assert.equal(JSON.parse(readFileSync(path(), "utf8")), { theme: "dark", user: "ada" });
});

test("a link to the file stays a link", async () => {
  mkdirSync(join(home, "chat"));
  writeFileSync(join(home, "dotfile"), "{}");
  symlinkSync(join(home, "dotfile"), path());
  await chat("config set user ada");
  assert.equal(JSON.parse(readFileSync(join(home, "dotfile"), "utf8")), { user: "ada" });
});

test("a profile has a server and a token of its own, and the name of all", async () => {
  await chat("config set user ada");
  await chat("config set server http://a:1");
  await chat("config set token", {}, "of-a");
  await chat("config set server http://b:2 --profile work");
  const work = await shown("config --json", { CHAT_PROFILE: "work" });
  assert.equal(
    [work["server"], work["user"], work["token"], work["profiles"]],
    [
      { value: "http://b:2", from: "profile work" },
      { value: "ada", from: "profile work" },
      null,
      ["work"],
    ],
  );
});

test("a token is shown to the server it is kept with, and to no other", async () => {
  const own = await new FakeChatServer().start();
  const other = await new FakeChatServer().start();
  own.token = "geheim";
  other.token = "geheim";
  try {
    await chat("config set user ada");
    await chat(`config set server ${own.url}`);
    await chat("config set token", {}, "geheim");
    assert.is((await chat("send general hi")).status, 0);
    assert.is((await chat(`send general hi --server ${own.url}/`)).status, 0);
    assert.is((await chat(`send general hi --server ${other.url}`)).status, 4);
  } finally {
    await own.stop();
    await other.stop();
  }
});

test("how the chat looks is kept too, whatever the profile, and shown with where it comes from", async () => {
  assert.is((await chat("config set theme light --profile work")).status, 0);
  await chat("config set rooms #general,ops");
  assert.is((await chat("config get theme")).stdout, "light\n");
  assert.is((await chat("config get rooms")).stdout, "general ops\n");
  const config = await shown("config --json", { NO_COLOR: "1" });
  assert.equal(config["theme"], { value: "none", from: "NO_COLOR" });
  assert.equal(config["rooms"], { value: ["general", "ops"], from: "config file" });
  assert.match((await chat("config")).stdout, /^theme +light +config file$/m);
  await chat("config unset theme");
  assert.is((await chat("config get theme")).status, 1);
});

test("the keys and what they do are listed as the config file has them", async () => {
  mkdirSync(join(home, "chat"));
  writeFileSync(path(), `{"keys":{"f5":"undo"}}`);
  const { stdout } = await chat("config keys");
  assert.match(stdout, /^undo +Ctrl-_, Ctrl-X Ctrl-U, F5 +undo$/m);
});

test("a file for the token is kept with its whole path", async () => {
  await chat("config set token-file token");
  assert.is((await chat("config get token-file")).stdout, `${process.cwd()}/token\n`);
});

test("wrong names and values are told in one line and change nothing", async () => {
  for (const args of [
    "config set colour red",
    "config set theme red",
    "config set rooms",
    "config set server ftp://x",
    "config set server",
    "config get nothing",
    "rooms --profile nowhere",
    "config set server a:1 --profile __proto__",
    "config set server a:1 --profile ../x",
  ]) {
    const { status, stderr } = await chat(args);
    assert.is(status, 2, args);
    assert.match(stderr, /^chat: [^\n]+\n$/);
  }
  assert.is((await chat("config set user a/b")).status, 5);
  assert.is((await chat("config set rooms a/b")).status, 5);
  assert.equal(readdirSync(home), []);
});

test("a file that is of no use is not replaced; what cannot be written is told", async () => {
  mkdirSync(join(home, "chat"));
  writeFileSync(path(), "{");
  assert.is((await chat("config set user ada")).status, 2);
  assert.is(readFileSync(path(), "utf8"), "{");
  const { status, stderr } = await runChat(["config", "set", "user", "ada"], {
    env: { XDG_CONFIG_HOME: "/dev/full" },
  });
  assert.is(status, 1);
  assert.match(stderr, "cannot be written");
});

test.run();
