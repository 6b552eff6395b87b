// What is on the disk: after a kill, after a restart, and who may use it.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import * as assert from "uvu/assert";

import { NONCE_WINDOW_MS } from "@chat/protocol";

import { startChild } from "../../../../../test-support/child.ts";
import { suite } from "../../../../../test-support/suite.ts";
import type { Retention } from "../../../src/rooms/tail.ts";
import { DataDirInUseError } from "../../../src/stores/embedded/data-dir-lock.ts";
import { EmbeddedRoomStore } from "../../../src/stores/embedded/embedded-room-store.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";
import { draft, follow, presenceOf, textsOf } from "../describe-room-store.ts";

const test = suite("EmbeddedRoomStore on disk", { timeoutMs: 60_000 });

const WRITER = fileURLToPath(new URL("writer.ts", import.meta.url));
const USUAL: Retention = { limit: 100, ttlMs: 3_600_000 };
let stores: EmbeddedRoomStore[] = [];
let now: number;

test.before.each(() => {
  now = 1_700_000_000_000;
});

test.after.each(async () => {
  await Promise.all(stores.map((store) => store.close()));
  stores = [];
});

function open(directory: string, retention: Partial<Retention> = {}, returnWithinMs = 60_000) {
  const store = EmbeddedRoomStore.open({
    directory,
    retention: { ...USUAL, ...retention },
    returnWithinMs,
    now: () => now,
    report: (error) => {
      throw error;
    },
  });
  stores.push(store);
  return store;
}

async function reopen(store: EmbeddedRoomStore, directory: string, limit = USUAL.limit) {
  await store.close();
  return open(directory, { limit });
}

test("a kill at any moment loses nothing that was acknowledged, and stores nothing twice", async () => {
  const directory = temporaryFolder();
  const acknowledged = new Map<string, string>();
  for (let round = 0; round < 3; round++) {
    const child = spawn(process.execPath, ["--import", "tsx", WRITER, directory], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    const target = acknowledged.size + 300;
    let rest = "";
    child.stdout.setEncoding("utf8").on("data", (chunk: string) => {
      const lines = (rest + chunk).split("\n");
      rest = lines.pop() ?? "";
      for (const line of lines) acknowledged.set(...(line.split(" ") as [string, string]));
      if (acknowledged.size >= target) child.kill("SIGKILL");
    });
    await once(child, "close");
    assert.ok(acknowledged.size >= target, `it ended by itself after ${acknowledged.size}`);
  }
  now = Date.now();
  const { messages } = await open(directory, { limit: 1_000_000 }).load("general");
  const stored = new Map(messages.map(({ id, json }) => [String(id), json]));
  for (const [id, nonce] of acknowledged) {
    assert.match(stored.get(id) ?? `${id} is lost`, `"message":"${nonce}"`);
  }
  assert.is(stored.size, messages.length);
  for (const [index, message] of messages.entries()) {
    assert.is(message.prev, messages[index - 1]?.id ?? 0);
  }
});

test("history, ids and nonces go on after a restart", async () => {
  const directory = temporaryFolder();
  const first = open(directory);
  const one = await first.append(draft("one", { nonce: "n" }));
  const two = await first.append(draft("two"));
  now -= 60_000;
  const second = await reopen(first, directory);
  assert.equal((await second.load("general")).messages, [one.message, two.message]);
  assert.equal(await second.append(draft("one", { nonce: "n" })), {
    message: one.message,
    repeated: true,
  });
  const three = await second.append(draft("three"));
  assert.ok(three.message.id > two.message.id, "though the clock was set back");
  assert.is(three.message.prev, two.message.id);
});

test("a nonce stands for its message for five minutes, and not longer", async () => {
  const store = open(temporaryFolder());
  const first = await store.append(draft("one", { nonce: "n" }));
  now += NONCE_WINDOW_MS - 1;
  assert.ok((await store.append(draft("one", { nonce: "n" }))).repeated);
  now += 1;
  const later = await store.append(draft("one", { nonce: "n" }));
  assert.not.ok(later.repeated);
  assert.ok(later.message.id > first.message.id);
});

test("a limit that was lowered holds at once, one that was raised keeps more from then on", async () => {
  const directory = temporaryFolder();
  let store = open(directory, { limit: 5 });
  for (let index = 0; index < 8; index++) await store.append(draft(`text ${index}`));
  store = await reopen(store, directory, 2);
  assert.equal(textsOf((await store.load("general")).messages), ["text 6", "text 7"]);
  await store.append(draft("text 8"));
  assert.equal(textsOf((await store.load("general")).messages), ["text 7", "text 8"]);
  store = await reopen(store, directory, 4);
  assert.equal(textsOf((await store.load("general")).messages), ["text 7", "text 8"]);
  await store.append(draft("text 9"));
  await store.append(draft("text 10"));
  await store.append(draft("text 11"));
  const expected = ["text 8", "text 9", "text 10", "text 11"];
  assert.equal(textsOf((await store.load("general")).messages), expected);
});

test("who was here before a restart counts as here, and leaves where he does not come back", async () => {
  const directory = temporaryFolder();
  const first = open(directory);
  await first.enter("general", "s1", "ada");
  await first.enter("general", "s2", "bob");
  await first.close();
  const second = open(directory, {}, 200);
  assert.equal(await second.members("general"), ["ada", "bob"]);
  const heard = await follow(second);
  await second.enter("general", "s3", "ada");
  await heard.until("somebody leaving", (all) => presenceOf(all).length > 0);
  assert.equal(presenceOf(heard.all), ["left bob by , 1 here, disconnected"]);
  assert.equal(await second.members("general"), ["ada"]);
});

test("a directory has one owner", async () => {
  const directory = temporaryFolder();
  const store = open(directory);
  assert.throws(
    () => open(directory),
    (error: unknown) =>
      error instanceof DataDirInUseError && error.message.includes(`process ${process.pid}`),
  );
  await store.append(draft("still works"));
  const again = await reopen(store, directory);
  assert.equal(textsOf((await again.load("general")).messages), ["still works"]);
});

test("a directory that another process has is refused, and free once that one is killed", async () => {
  const directory = temporaryFolder();
  const child = await startChild(process.execPath, ["--import", "tsx", WRITER, directory]);
  while (!child.logs.includes("\n")) await new Promise((resolve) => setImmediate(resolve));
  assert.throws(
    () => open(directory),
    (error: unknown) =>
      error instanceof DataDirInUseError && error.message.includes(`process ${child.pid}`),
  );
  await child.kill();
  const store = open(directory, { limit: 1_000_000 });
  assert.equal(await store.members("general"), ["ada"]);
});

test("the lock of a process whose number now belongs to another one is taken over", async () => {
  const directory = temporaryFolder();
  const path = join(directory, "server.lock");
  const before = open(directory);
  const lock = JSON.parse(readFileSync(path, "utf8")) as object;
  await before.close();
  writeFileSync(path, JSON.stringify({ ...lock, started: "1" }));
  await open(directory).append(draft("one"));
});

test("a lock that cannot be read is taken over", async () => {
  for (const text of ["", "{", "null"]) {
    const directory = temporaryFolder();
    writeFileSync(join(directory, "server.lock"), text);
    const store = open(directory);
    await store.append(draft("one"));
  }
});

test("closing does not fail where the directory was taken away", async () => {
  const directory = temporaryFolder();
  const store = open(directory);
  await store.append(draft("one"));
  rmSync(join(directory, "server.lock"));
  await store.close();
});

test.run();
