// test-timeout: 180s
// The program as people start it: what it says, what it refuses, and how it ends.

import { fileURLToPath } from "node:url";

import * as assert from "uvu/assert";

import { type Child, type ExitStatus, startChild } from "../../../test-support/child.ts";
import { freePort } from "../../../test-support/free-port.ts";
import { mayMount, reportNoMount, withDisk } from "../../../test-support/mount.ts";
import { type Server, startServer } from "../../../test-support/server.ts";
import { suite } from "../../../test-support/suite.ts";
import { type Connection, Connections } from "./support/connection.ts";
import { eventually } from "./support/eventually.ts";
import { ask, post } from "./support/http.ts";
import { temporaryFolder } from "./support/temporary-folder.ts";

const test = suite("chat-server", { timeoutMs: 40_000 });

const PROGRAM = fileURLToPath(new URL("../bin/chat-server.js", import.meta.url));
const EXIT_WITHIN_MS = 10_000;
const connections = new Connections();
const children: Child[] = [];

test.after.each(async () => {
  connections.closeAll();
  await Promise.all(children.splice(0).map((child) => child.kill()));
});

async function start(env: Record<string, string> = {}, args: string[] = []): Promise<Server> {
  const server = await startServer({ env, args });
  children.push(server);
  return server;
}

/** Runs it to its end. */
async function run(
  env: Record<string, string>,
  args: string[] = [],
): Promise<ExitStatus & { said: string }> {
  const folder = temporaryFolder();
  const child = await startChild(process.execPath, [PROGRAM, ...args], {
    env: { PATH: process.env["PATH"], STORE: "embedded", DATA_DIR: folder, PORT: "0", ...env },
  });
  children.push(child);
  const status = await child.exited;
  return { ...status, said: child.logs };
}

function assertOneLine(said: string, ...parts: string[]): void {
  assert.is(said.trimEnd().split("\n").length, 1, said);
  for (const part of parts) assert.match(said, part);
  assert.not.match(said, "    at ");
}

for (const [name, value] of [
  ["PORT", "eighty"],
  ["STORE", "disk"],
  ["HISTORY_LIMIT", "0"],
  ["HISTORY_TTL_SECONDS", "1d"],
  ["LOG_LEVEL", "loud"],
  ["RATE_LIMITS", "maybe"],
  ["ALLOWED_ORIGINS", "chat.example"],
  ["REDIS_URL", "http://localhost"],
] as const) {
  test(`${name}=${value} stops the start with one line that names it`, async () => {
    const { code, said } = await run({ [name]: value });
    assert.ok(code === 1 || code === 2, `${code}`);
    assertOneLine(said, name);
  });
}

test("a flag that makes no sense, or that there is not, stops the start and is named", async () => {
  const wrong = await run({}, ["--port", "eighty"]);
  assert.ok(wrong.code !== 0);
  assertOneLine(wrong.said, "PORT");
  const unknown = await run({}, ["--prot", "80"]);
  assert.ok(unknown.code !== 0);
  assert.match(unknown.said, "--prot");
});

test("a flag wins over the variable", async () => {
  const port = await freePort();
  const server = await start({ PORT: String(port), HISTORY_LIMIT: "50" }, ["--history-limit", "2"]);
  for (let index = 0; index < 4; index++) {
    await post(server.url, "/api/rooms/general/messages", { username: "ci", message: `m${index}` });
  }
  const { json } = await ask(server.url, "/api/rooms/general/history");
  assert.is(json.messages.length, 2);
});

test("--help and --version end with 0", async () => {
  const help = await run({}, ["--help"]);
  assert.is(help.code, 0);
  for (const name of ["PORT", "REDIS_URL", "STORE", "CHAT_TOKEN"]) assert.match(help.said, name);
  const version = await run({}, ["--version"]);
  assert.is(version.code, 0);
  assert.match(version.said, /^\d+\.\d+\.\d+\n$/);
});

test("a port in use is one line with the port, status 1", async () => {
  const server = await start();
  const { code, said } = await run({ PORT: String(server.port), LOG_LEVEL: "silent" });
  assert.is(code, 1);
  assertOneLine(said, String(server.port), "in use");
});

test("a Redis that does not answer is one line with its address, status 1", async () => {
  const port = await freePort();
  const url = `redis://:geheim@127.0.0.1:${port}`;
  const { code, said } = await run({ REDIS_URL: url, STORE: "auto", LOG_LEVEL: "silent" });
  assert.is(code, 1);
  assertOneLine(said, `127.0.0.1:${port}`, "REDIS_URL");
  assert.not.match(said, "geheim");
});

test("a data directory in use is one line with the directory, status 1, and its owner goes on", async () => {
  const directory = temporaryFolder();
  const server = await start({ DATA_DIR: directory });
  const { code, said } = await run({ DATA_DIR: directory, LOG_LEVEL: "silent" });
  assert.is(code, 1);
  assertOneLine(said, directory, "in use");
  assert.is((await ask(server.url, "/readyz")).status, 200);
});

test("a data directory that cannot be one is one line, status 1", async () => {
  const { code, said } = await run({ DATA_DIR: "/dev/null/chat", LOG_LEVEL: "silent" });
  assert.is(code, 1);
  assertOneLine(said, "/dev/null/chat");
});

test("says in one line each which store it uses, and where the page is", async () => {
  const directory = temporaryFolder();
  const server = await start({ DATA_DIR: directory });
  await eventually(() => {
    assert.match(server.logs, `http://localhost:${server.port}`);
  });
  const lines = server.logs.trimEnd().split("\n");
  const store = lines.filter((line) => line.includes("Store:"));
  assert.is(store.length, 1);
  assert.match(store[0] ?? "", directory);
  assert.match(store[0] ?? "", "embedded");
  for (const line of lines) assert.ok(JSON.parse(line) as object);
});

for (const signal of ["SIGTERM", "SIGINT"] as const) {
  test(`${signal} ends it with 0, within 10 s, though people are connected`, async () => {
    const server = await start();
    const ada = await connections.join(server.url, "ada");
    const polling = await connections.open(server.url, { transports: ["polling"] });
    await polling.get("join", { room: "general", username: "bob" });
    const started = performance.now();
    server.signal(signal);
    assert.equal(await server.exited, { code: 0, signal: null });
    assert.ok(performance.now() - started < EXIT_WITHIN_MS);
    await ada.payload("lost");
  });
}

test("a signal right after the start ends it too", async () => {
  const child = await startChild(process.execPath, [PROGRAM], {
    env: { ...process.env, PORT: "0", STORE: "embedded", DATA_DIR: temporaryFolder() },
  });
  children.push(child);
  await eventually(() => {
    assert.match(child.logs, "The page is at");
  });
  child.signal("SIGTERM");
  assert.is((await child.exited).code, 0);
});

if (mayMount()) {
  test("a signal ends it though its disk is full and nobody reads its log", async () => {
    await withDisk(6, async (folder) => {
      const server = await start({ DATA_DIR: `${folder}/data` });
      server.deafen();
      assert.equal(await server.stop(EXIT_WITHIN_MS), { code: 0, signal: null });
    });
  });
} else {
  reportNoMount("chat-server: a full disk", 1);
}

test("a restart keeps history, and tells nobody that those left who come back", async () => {
  const directory = temporaryFolder();
  const port = String(await freePort());
  const first = await start({ DATA_DIR: directory, PORT: port });
  const ada = await connections.open(first.url, { reconnection: true, reconnectionDelay: 50 });
  await ada.get("join", { room: "general", username: "ada" });
  const { message } = await ada.get("message", { room: "general", message: "one" });
  await first.stop();
  const second = await start({ DATA_DIR: directory, PORT: port });
  await ada.payload("connected", 2);
  await ada.get("join", { room: "general", username: "ada" });
  assert.equal(ada.payloads("room_history").at(-1).messages, [message]);
  assert.equal((await ask(second.url, "/api/rooms/general/members")).json.members, ["ada"]);
});

test("SIGTERM under load finishes what it accepted: what was acknowledged is there after the restart, once", async () => {
  const directory = temporaryFolder();
  const server = await start({ DATA_DIR: directory, RATE_LIMITS: "off", HISTORY_LIMIT: "100000" });
  const acknowledged = new Map<number, string>();
  const senders = await Promise.all(
    ["ada", "bob", "cid"].map((name) => connections.join(server.url, name)),
  );
  const sending = senders.map((sender, lane) => flood(sender, lane, acknowledged));
  await eventually(() => {
    assert.ok(acknowledged.size > 300);
  });
  // It may come too late to be taken; if it is answered, it is kept.
  const posting = post(server.url, "/api/rooms/general/messages", {
    username: "ci",
    message: "http",
  }).catch(() => undefined);
  server.signal("SIGTERM");
  assert.equal(await server.exited, { code: 0, signal: null });
  await Promise.all(sending);
  const posted = await posting;
  if (posted?.status === 201) acknowledged.set(posted.json.message.id as number, "http");
  const again = await start({ DATA_DIR: directory, HISTORY_LIMIT: "100000" });
  const stored = await readAll(again.url);
  for (const [id, text] of acknowledged) assert.is(stored.get(id), text, `${id} is lost`);
  assert.is(new Set(stored.values()).size, stored.size, "a message is there twice");
});

/** Sends until the connection is gone, and notes what was acknowledged. */
async function flood(
  sender: Connection,
  lane: number,
  acknowledged: Map<number, string>,
): Promise<void> {
  const lost = sender.payload("lost");
  for (let batch = 0; sender.socket.connected; batch++) {
    const work = Array.from({ length: 10 }, async (_, index) => {
      const text = `${lane} ${batch} ${index}`;
      const answer = await sender.ask("message", { room: "general", message: text });
      if (answer.ok) acknowledged.set(answer.message.id, text);
    });
    await Promise.race([Promise.all(work), lost]);
  }
}

async function readAll(url: string): Promise<Map<number, string>> {
  const all = new Map<number, string>();
  for (let after = 0; ;) {
    const { json } = await ask(url, `/api/rooms/general/history?limit=100&after=${after}`);
    const messages = json.messages as { id: number; message: string }[];
    if (messages.length === 0) return all;
    for (const { id, message } of messages) all.set(id, message);
    after = messages.at(-1)?.id ?? 0;
  }
}

test.run();
