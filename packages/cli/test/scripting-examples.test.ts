// The examples of docs/scripting.md, run as they stand there.

import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import * as assert from "uvu/assert";

import { suite } from "../../../test-support/suite.ts";
import { temporaryFolder } from "../../../test-support/temporary-folder.ts";
import { FakeChatServer } from "./support/fake-chat-server.ts";
import { CHAT, chatEnvironment, startChat, type Running } from "./support/run-chat.ts";

const test = suite("the examples of docs/scripting.md");
const guide = readFileSync(new URL("../../../docs/scripting.md", import.meta.url), "utf8");
let server: FakeChatServer;
let folder = "";
let watchers: Running[] = [];

test.before.each(async () => {
  server = await new FakeChatServer().start();
  folder = temporaryFolder("chat-examples");
  mkdirSync(join(folder, "bin"));
  writeFileSync(
    join(folder, "bin/chat"),
    `#!/bin/sh\nexec '${process.execPath}' '${CHAT}' "$@"\n`,
    {
      mode: 0o755,
    },
  );
});
test.after.each(async () => {
  for (const { child } of watchers) child.kill();
  watchers = [];
  await server.stop();
});

/** The example under a heading. */
function example(title: string): string {
  const text = guide.split(`\n## ${title}\n`)[1]?.split("\n## ")[0] ?? "";
  const code = /```bash\n([\s\S]*?)```/.exec(text)?.[1];
  if (code === undefined) throw new Error(`no example under ${title}`);
  return code;
}

function environment(env: Record<string, string> = {}): Record<string, string> {
  const path = `${join(folder, "bin")}:${process.env["PATH"] ?? ""}`;
  return chatEnvironment({ PATH: path, HOME: folder, CHAT_SERVER: server.url, ...env });
}

/** Starts a script in the folder, in a process group of its own. */
function start(script: string, env: Record<string, string> = {}): ChildProcess {
  const file = join(folder, "example.sh");
  writeFileSync(file, script);
  return spawn("bash", [file], {
    ...{ cwd: folder, detached: true, stdio: ["ignore", "pipe", "inherit"] },
    env: environment(env),
  });
}

async function run(script: string, env: Record<string, string> = {}): Promise<[number, string]> {
  const child = start(script, env);
  let out = "";
  child.stdout?.setEncoding("utf8").on("data", (text: string) => (out += text));
  const [status] = (await once(child, "close")) as [number];
  return [status, out];
}

async function watch(room: string, args: string[] = []): Promise<Running> {
  server.post(room, "ada", "marker");
  const watcher = startChat(["tail", room, ...args], { CHAT_SERVER: server.url, CHAT_USER: "eye" });
  watchers.push(watcher);
  await watcher.says("marker");
  return watcher;
}

const words = (room: string): string[] => server.history(room).map(({ message }) => message);

test("the CI notice is said once", async () => {
  assert.equal(await run(example("CI notice"), { BUILD: "412" }), [0, ""]);
  assert.equal(await run(example("CI notice"), { BUILD: "412" }), [0, ""]);
  assert.equal(words("ops"), ["build 412 is green"]);
});

test("cron is told of a failure alone", async () => {
  const [failed] = await run(example("Cron"));
  assert.is.not(failed, 0);
  assert.match(words("ops")[0] ?? "", /^failed with status \d+[^]+important/);
  mkdirSync(join(folder, "important"));
  assert.is((await run(example("Cron")))[0], 0);
  assert.is(words("ops").length, 1);
});

test("the log watch posts what it finds", async () => {
  const watcher = await watch("ops");
  writeFileSync(join(folder, "app.log"), "INFO up\nERROR disk\nERROR tape\n");
  const child = start(example("Log watch"));
  await watcher.says("ERROR tape");
  process.kill(-(child.pid ?? 0), "SIGTERM");
  await once(child, "close");
  assert.equal(words("ops"), ["marker", "ERROR disk\nERROR tape"]);
});

test("the gate opens for a yes, and for nothing else", async () => {
  for (const [answer, expected] of [
    ["Yes", [0, "deploying 1.2\n"]],
    ["no", [1, ""]],
  ] as const) {
    const watcher = await watch("ops", ["-n", "1"]);
    const asked = run(example("Approval gate"), { VERSION: "1.2" });
    await watcher.says("Deploy 1.2?");
    server.post("ops", "ada", "what is in it?");
    server.post("ops", "ada", answer);
    assert.equal(await asked, expected);
  }
});

test("the bot answers, and runs no text", async () => {
  const watcher = await watch("general", ["--json"]);
  const child = start(example("A bot"));
  await watcher.says(`"username":"helper"`);
  server.post("general", "ada", "!echo $(id) `id`");
  server.post("general", "ada", "!what");
  await watcher.says("I know !time");
  process.kill(-(child.pid ?? 0), "SIGTERM");
  await once(child, "close");
  assert.ok(words("general").includes("$(id) `id`"));
  assert.ok(words("general").includes("ada, I know !time and !echo"));
});

test("the hook tells of a commit", async () => {
  const git = "git -c user.name=Ada -c user.email=a@b.example";
  const [status] = await run(
    `git init -q . && ${git} commit -q --allow-empty -m 'fix it'\n${example("Git hook")}`,
  );
  assert.is(status, 0);
  assert.match(words("dev")[0] ?? "", /^Ada committed [0-9a-f]{7,}: fix it$/);
});

test("chat help scripting has every example of the guide, word for word", async () => {
  const [status, out] = await run("chat help scripting");
  assert.is(status, 0);
  const examples = [...guide.matchAll(/```bash\n([^]*?)```/g)].map(([, code = ""]) => code);
  assert.is(examples.length, 6);
  for (const code of examples) assert.ok(out.includes(code.replace(/^(?=.)/gm, "  ")), code);
  assert.not.match((await run("chat --help"))[1], /^ {2}scripting/m);
});

test.run();
