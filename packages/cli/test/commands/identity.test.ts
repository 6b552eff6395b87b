// test-timeout: 120s
// Names and devices, with the real command and a real server: a name is the first one's, and goes where its identity goes.

import { readFileSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import * as assert from "uvu/assert";

import { type Server, startServer } from "../../../../test-support/server.ts";
import { suite } from "../../../../test-support/suite.ts";
import { temporaryFolder } from "../../../../test-support/temporary-folder.ts";
import { type Ended, runChat } from "../support/run-chat.ts";

const test = suite("chat identity", { timeoutMs: 40_000 });
let server: Server;
let names = 0;
let name: string;
let here: string;
let there: string;

test.before(async () => {
  server = await startServer({ env: { RATE_LIMITS: "off" } });
});
test.after(async () => {
  await server.stop();
});

test.before.each(() => {
  name = `ada${++names}`;
  here = temporaryFolder("chat-here");
  there = temporaryFolder("chat-there");
});

/** Runs `chat` on a device: a folder for what it keeps. */
function run(device: string, args: string[], input = ""): Promise<Ended> {
  const env = { XDG_CONFIG_HOME: device, CHAT_SERVER: server.url, CHAT_USER: name };
  return runChat(args, { env, input });
}

const fileOf = (device: string): string => join(device, "chat", "identity.json");

test("a name that was used on one device is refused on another, by every command that speaks, with status 4", async () => {
  assert.is((await run(here, ["send", "ops", "mine"])).status, 0);
  for (const args of [
    ["send", "ops", "not mine"],
    ["send", "ops", "--lines"],
    ["join", "ops", "--plain"],
    ["ask", "ops", "who?", "--timeout", "20s"],
    ["tail", "ops", "--timeout", "20s"],
  ]) {
    const { status, stderr } = await run(there, args, "a line\n");
    assert.is(status, 4, `${args.join(" ")}: ${stderr}`);
    assert.match(stderr, /belongs to somebody else/);
    assert.match(stderr, /chat identity import/);
  }
  const { stdout } = await run(here, ["history", "ops"]);
  assert.not.match(stdout, /not mine|a line/);
});

test("`run` ends with its command's status also where the name is another's", async () => {
  await run(here, ["send", "ops", "mine"]);
  const { status, stderr } = await run(there, ["run", "ops", "--", "sh", "-c", "exit 3"]);
  assert.is(status, 3);
  assert.match(stderr, /belongs to somebody else/);
});

test("an identity that was exported and imported carries the name to the other device, in every face", async () => {
  await run(here, ["send", "ops", "one"]);
  const exported = await run(here, ["identity", "export"]);
  assert.is(exported.status, 0);
  assert.match(exported.stderr, /keep it as you keep a key/);
  const imported = await run(there, ["identity", "import"], exported.stdout);
  assert.is(imported.status, 0, imported.stderr);
  assert.is((await run(there, ["send", "ops", "two"])).status, 0);
  assert.is((await run(there, ["send", "ops", "--lines"], "three\n")).status, 0);
  assert.is((await run(there, ["join", "ops", "--plain"], "four\n")).status, 0);
  assert.is((await run(here, ["send", "ops", "five"])).status, 0);
  const fingerprint = (text: string): string | undefined =>
    /([\da-f]{4} ){3}[\da-f]{4}/.exec(text)?.[0];
  const shown = fingerprint((await run(here, ["identity"])).stdout);
  assert.ok(shown);
  assert.is(fingerprint((await run(there, ["identity"])).stdout), shown);
});

test("an identity is not overwritten but with --force, and then a copy of it is kept", async () => {
  await run(here, ["send", "ops", "mine"]);
  await run(there, ["send", "ops", "mine too?"]);
  const before = readFileSync(fileOf(there), "utf8");
  const { stdout: exported } = await run(here, ["identity", "export"]);
  const refused = await run(there, ["identity", "import"], exported);
  assert.is(refused.status, 1);
  assert.match(refused.stderr, /--force/);
  assert.is(readFileSync(fileOf(there), "utf8"), before);
  assert.is((await run(there, ["identity", "import", "--force"], exported)).status, 0);
  assert.is((await run(there, ["send", "ops", "now mine"])).status, 0);
  const copies = readdirSync(join(there, "chat")).filter((file) => file !== "identity.json");
  assert.is(copies.length, 1);
  const copy = join(there, "chat", copies[0] as string);
  assert.is(readFileSync(copy, "utf8"), before);
  assert.is(statSync(copy).mode & 0o777, 0o600);
});

test("export to a file makes one for its owner alone, and overwrites none; import reads it", async () => {
  await run(here, ["send", "ops", "mine"]);
  const file = join(here, "my.identity");
  assert.is((await run(here, ["identity", "export", file])).status, 0);
  assert.is(statSync(file).mode & 0o777, 0o600);
  const again = await run(here, ["identity", "export", file]);
  assert.is(again.status, 1);
  assert.match(again.stderr, /is there already/);
  assert.is((await run(there, ["identity", "import", file])).status, 0);
  assert.is((await run(there, ["send", "ops", "mine here"])).status, 0);
});

test("importing what is there already changes nothing and needs no force", async () => {
  await run(here, ["send", "ops", "mine"]);
  const { stdout: exported } = await run(here, ["identity", "export"]);
  assert.is((await run(here, ["identity", "import"], exported)).status, 0);
  assert.equal(readdirSync(join(here, "chat")), ["identity.json"]);
  assert.is((await run(here, ["send", "ops", "still mine"])).status, 0);
});

test("the secret of one server goes to its page and back, without the others", async () => {
  await run(here, ["send", "ops", "mine"]);
  const { stdout: secret } = await run(here, ["identity", "export", "--page"]);
  assert.match(secret, /^[\w-]{43}\n$/);
  assert.not.ok(secret.includes(JSON.parse(readFileSync(fileOf(here), "utf8")).root as string));
  assert.is((await run(there, ["identity", "import"], secret)).status, 0);
  assert.is((await run(there, ["send", "ops", "mine here"])).status, 0);
});

test("what is no identity is not imported", async () => {
  for (const text of [
    "",
    "hello",
    "-----BEGIN CHAT IDENTITY-----\nbm8=\n-----END CHAT IDENTITY-----",
  ]) {
    assert.is((await run(there, ["identity", "import"], text)).status, 2, text);
  }
});

test("a damaged file stops what would speak, and is replaced by --force alone, with a copy", async () => {
  await run(here, ["send", "ops", "mine"]);
  const { stdout: exported } = await run(here, ["identity", "export"]);
  writeFileSync(fileOf(here), "{");
  const { status, stderr } = await run(here, ["send", "ops", "mine"]);
  assert.is(status, 2);
  assert.ok(stderr.includes(fileOf(here)), stderr);
  assert.is((await run(here, ["history", "ops"])).status, 0);
  assert.is((await run(here, ["identity", "import"], exported)).status, 1);
  assert.is((await run(here, ["identity", "import", "--force"], exported)).status, 0);
  assert.is((await run(here, ["send", "ops", "mine again"])).status, 0);
});

test("without an identity names are used unowned: two devices may share one, and a claimed one is refused", async () => {
  const env = { CHAT_IDENTITY_FILE: "none", CHAT_SERVER: server.url, CHAT_USER: name };
  assert.is((await runChat(["send", "ops", "shared"], { env })).status, 0);
  assert.is((await run(here, ["send", "ops", "mine from now on"])).status, 0);
  assert.is((await runChat(["send", "ops", "shared?"], { env })).status, 4);
  assert.is((await runChat(["identity"], { env })).status, 2);
});

test("`chat identity` shows who one is, for people and for programs, and no secret", async () => {
  await run(here, ["send", "ops", "mine"]);
  const { root, servers } = JSON.parse(readFileSync(fileOf(here), "utf8")) as {
    root: string;
    servers: Record<string, string>;
  };
  for (const args of [["identity"], ["identity", "--json"]]) {
    const { stdout, status } = await run(here, args);
    assert.is(status, 0);
    assert.ok(stdout.includes(name) && stdout.includes(fileOf(here)));
    for (const secret of [root, ...Object.values(servers)]) assert.not.ok(stdout.includes(secret));
  }
});

test.run();
