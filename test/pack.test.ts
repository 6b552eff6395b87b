// test-timeout: 180s
// The tarballs as somebody gets them who has nothing else: installed outside the repository, run, upgraded, programmed
// against.

import { execFileSync } from "node:child_process";
import { readFileSync, statSync, writeFileSync } from "node:fs";
import * as assert from "uvu/assert";

import { packAll } from "../scripts/pack/pack-all.js";
import { ROOT } from "../scripts/paths.js";
import { startChild } from "../test-support/child.ts";
import { freePort } from "../test-support/free-port.ts";
import { startServer } from "../test-support/server.ts";
import { suite } from "../test-support/suite.ts";
import { temporaryFolder } from "../test-support/temporary-folder.ts";
import { bringDependencies, install } from "./pack/install.ts";

type Tarballs = ReturnType<typeof packAll>;

const CLI_MAX_BYTES = 700_000;
const OLD = "0.0.1";
const version = readVersion("package.json");

const test = suite("the tarballs", { timeoutMs: 90_000 });
const folder = temporaryFolder("chat-pack");
const server = `${folder}/server`;
const chatServer = `${server}/node_modules/@chat/server/bin/chat-server.js`;
/** The same for each start: names belong to a secret for an address. */
let port: string;
let packed: Tarballs;
let older: Tarballs;

test.before(async () => {
  port = String(await freePort());
  packed = packAll(`${folder}/new`);
  older = packAll(`${folder}/old`, { version: OLD, folder: "packages/server" });
});

test("hold what is run or imported, and nothing that is only built or tested with", () => {
  const belongs =
    /^(?:package\.json|README\.md|LICENSE|THIRD-PARTY-NOTICES\.txt|bin\/[\w-]+\.js|bin\/package\.json|dist\/.+\.(?:js|cjs|cache|d\.ts)|page\/(?:index\.html|assets\/[\w.-]+?)(?:\.br|\.gz)?|node_modules\/@chat\/protocol\/.+\.(?:js|d\.ts|json|md)|node_modules\/@chat\/protocol\/LICENSE)$/;
  for (const { name, files } of packed) {
    assert.equal(
      files.filter((file) => !belongs.test(file) || /tsbuildinfo|\.map$|\btest\b/.test(file)),
      [],
      name,
    );
    assert.ok(files.includes("LICENSE"), name);
  }
});

test("the command line needs no other package, and is small", () => {
  const { path } = find("@chat/cli");
  assert.ok(statSync(path).size < CLI_MAX_BYTES, String(statSync(path).size));
  install(`${folder}/cli`, [path], "--global", "--prefix", `${folder}/cli`);
  const manifest = JSON.parse(readFileSync(inCli("package.json"), "utf8")) as object;
  assert.not.ok("dependencies" in manifest);
  assert.match(readFileSync(inCli("THIRD-PARTY-NOTICES.txt"), "utf8"), /^ink 8\.0\.0 \(MIT\)$/m);
});

test("the command line says its version and completes", async () => {
  assert.is((await chat("--version")).trim(), version);
  assert.match(await chat("completion", "bash"), "complete");
  assert.match(await chat("__complete", "--", "se"), "send");
});

test("a server is upgraded in its folder and keeps its rooms; chats, serves its page and its documents", async () => {
  bringDependencies(prepare(server), "packages/server");
  install(server, [find("@chat/server", older).path]);
  assert.is(readVersion("package.json", `${server}/node_modules/@chat/server`), OLD);
  const env = { DATA_DIR: `${folder}/data`, PORT: port };
  const before = await startServer({ program: chatServer, env });
  await chat("send", "general", "before the upgrade", "--user", "ada", "--server", before.url);
  await before.stop();

  install(server, [find("@chat/server").path]);
  assert.is(readVersion("package.json", `${server}/node_modules/@chat/server`), version);
  const after = await startServer({ program: chatServer, env });
  await chat("send", "general", "after it", "--user", "ada", "--server", after.url);
  const history = await chat("history", "general", "--json", "--server", after.url);
  assert.equal(
    history
      .trim()
      .split("\n")
      .map((line) => (JSON.parse(line) as { message: string }).message),
    ["before the upgrade", "after it"],
  );
  const joined = await chat("join", "general", "--user", "bob", "--plain", "--server", after.url);
  assert.match(joined, "after it");
  assert.match(await (await fetch(after.url)).text(), "<!doctype html>");
  const document = (await (await fetch(`${after.url}/api/openapi.json`)).json()) as {
    info: { version: string };
  };
  assert.is(document.info.version, version);
  assert.match(after.logs, "chat join general");
  assert.not.match(after.logs, "npx chat");
  await after.stop();
});

test("rooms move to another folder in a file, and the doctor finds nothing wrong", async () => {
  const archive = `${folder}/rooms.jsonl`;
  await run(chatServer, "export", archive, "--store", "embedded", "--data-dir", `${folder}/data`);
  const other = `${folder}/moved`;
  await run(chatServer, "import", archive, "--store", "embedded", "--data-dir", other);
  const doctor = ["doctor", "--store", "embedded", "--data-dir", other, "--port", "0"];
  await run(chatServer, ...doctor);
  const moved = await startServer({ program: chatServer, env: { DATA_DIR: other, PORT: port } });
  const history = await chat("history", "general", "--server", moved.url);
  assert.match(history, /<ada> before the upgrade\n.*<ada> after it\n/);
  await moved.stop();
});

test("a program is typed against the client's types, without those of the repository, and runs", async () => {
  const place = prepare(`${folder}/program`);
  bringDependencies(place, "packages/client");
  install(place, [find("@chat/client").path]);
  writeFileSync(`${place}/program.mts`, PROGRAM);
  writeFileSync(`${place}/wrong.mts`, WRONG_PROGRAM);
  const compile = (file: string) =>
    startChild(
      process.execPath,
      [`${ROOT}/node_modules/typescript/bin/tsc`, "--strict", "--module", "nodenext", file],
      { cwd: place },
    );
  const right = await compile("program.mts");
  assert.is((await right.exited).code, 0, right.logs);
  const wrong = await compile("wrong.mts");
  assert.is.not((await wrong.exited).code, 0);
  assert.match(wrong.logs, "'nonsense' does not exist");

  const running = await startServer();
  const program = await startChild(process.execPath, [`${place}/program.mjs`, running.url]);
  assert.is((await program.exited).code, 0, program.logs);
  assert.is(program.logs.trim(), "ada: hello; no room: invalid_room");
  await running.stop();
});

test.run();

const PROGRAM = `
import { ChatClient, ChatError, type Message } from "@chat/client";

const chat = new ChatClient({ url: process.argv[2] ?? "", username: "ada" });
chat.connect();
await chat.join("general");
const message: Message = await chat.send("general", "hello").stored;
const code = await chat.join("no room").then(
  () => "none",
  (error: unknown) => (error instanceof ChatError ? error.code : "another error"),
);
console.log(\`\${message.username}: \${message.message}; no room: \${code}\`);
await chat.close();

declare const process: { argv: string[] };
`;
const WRONG_PROGRAM = `
import { ChatClient } from "@chat/client";

new ChatClient({ url: "", username: "ada", nonsense: true });
`;

function find(name: string, among = packed): Tarballs[number] {
  const found = among.find((tarball) => tarball.name === name);
  if (found === undefined) throw new Error(`${name} was not packed`);
  return found;
}

function chat(...args: string[]): Promise<string> {
  return run(`${folder}/cli/bin/chat`, ...args);
}

/** Runs an installed program, in a folder and with settings of nobody. */
async function run(program: string, ...args: string[]): Promise<string> {
  const environment = Object.entries(process.env).filter(([key]) => !key.startsWith("CHAT_"));
  const env = { ...Object.fromEntries(environment), XDG_CONFIG_HOME: folder };
  const child = await startChild(process.execPath, [program, ...args], { env, cwd: folder });
  const { code } = await child.exited;
  assert.is(code, 0, child.logs);
  return child.logs;
}

function inCli(file: string): string {
  return `${folder}/cli/lib/node_modules/@chat/cli/${file}`;
}

function prepare(place: string): string {
  execFileSync("mkdir", ["-p", place]);
  return place;
}

function readVersion(file: string, place: string = ROOT): string {
  return (JSON.parse(readFileSync(`${place}/${file}`, "utf8")) as { version: string }).version;
}
