// What is typed and sent, over restarts and crashes, on a real disk.

import { mkdirSync, readFileSync, readdirSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import * as assert from "uvu/assert";

import { startChild } from "../../../../test-support/child.ts";
import { suite } from "../../../../test-support/suite.ts";
import { temporaryFolder } from "../../../../test-support/temporary-folder.ts";
import { keptFolder } from "../../src/kept/kept-folder.ts";
import { KeptInput } from "../../src/kept/kept-input.ts";
import { SentTexts } from "../../src/kept/sent-texts.ts";
import { KEEP_AFTER_MS } from "../../src/kept/typed-texts.ts";
import { STILL_TIMELY_MS, UnsentMessages } from "../../src/kept/unsent-messages.ts";

const test = suite("what is kept");
let folder = "";

test.before.each(() => {
  folder = join(temporaryFolder("chat-kept"), "of-ada");
});

/** A process id that no process has: of one that has ended. */
async function endedProcess(): Promise<number> {
  const child = await startChild(process.execPath, ["-e", ""]);
  await child.exited;
  return child.pid;
}

/** A clock that rings when told to. */
function createAfter(): {
  after: (ms: number, callback: () => void) => () => void;
  ring: () => void;
  asked: number[];
} {
  let due: (() => void) | undefined;
  const asked: number[] = [];
  return {
    asked,
    ring: () => due?.(),
    after: (ms, callback) => {
      asked.push(ms);
      due = callback;
      return () => (due = undefined);
    },
  };
}

const files = (): string[] => readdirSync(folder).sort();

test("each name on each server has a folder of its own, named after the server", () => {
  const env = { XDG_STATE_HOME: "/state" };
  const names = [
    keptFolder("http://localhost:8000", "ada", env),
    keptFolder("http://localhost:8000", "bob", env),
    keptFolder("https://chat.example", "ada", env),
  ];
  assert.is(new Set(names).size, 3);
  assert.match(names[0] ?? "", /\/localhost_8000-[\da-f]{12}$/);
});

test("what is being typed is on disk soon, once, for its owner alone, and gone when it is sent", () => {
  const { after, ring, asked } = createAfter();
  const input = new KeptInput(folder, after);
  for (const text of ["h", "he", "hey"]) input.typed("ops", text);
  assert.equal(asked, [KEEP_AFTER_MS]);
  ring();
  const [file = ""] = files();
  assert.equal(JSON.parse(readFileSync(join(folder, file), "utf8")), { ops: "hey" });
  assert.is(statSync(join(folder, file)).mode & 0o777, 0o600);
  assert.is(statSync(folder).mode & 0o777, 0o700);
  input.typed("ops", "");
  ring();
  assert.equal(files(), []);
  input.typed("ops", "soon sent");
  ring();
  input.sent("ops", "soon sent");
  assert.equal(files(), ["sent.jsonl"]);
});

test("what an ended chat left is gone on with; of two texts for one room the older is in the history", async () => {
  const pid = await endedProcess();
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, `typed-${pid}.json`), `{"ops":"older","dev":"alone"}`);
  utimesSync(join(folder, `typed-${pid}.json`), 1_000, 1_000);
  writeFileSync(join(folder, `typed-${process.pid}.json`), `{"ops":"newer"}`);
  const input = new KeptInput(folder, createAfter().after);
  assert.equal(
    ["ops", "dev", "general"].map((room) => input.unfinished(room)),
    [...["newer", "alone", ""]],
  );
  assert.equal(input.history("ops"), ["older"]);
  assert.equal(files(), [`typed-${process.pid}.json`]);
});

test("what a chat that runs is typing is left alone", async () => {
  const child = await startChild(process.execPath, ["-e", "setInterval(() => {}, 1000)"]);
  try {
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, `typed-${child.pid}.json`), `{"ops":"theirs"}`);
    assert.is(new KeptInput(folder, createAfter().after).unfinished("ops"), "");
    assert.equal(files(), [`typed-${child.pid}.json`]);
  } finally {
    await child.kill();
  }
});

test("what was sent is there after a restart, by room, and a damaged line costs only itself", () => {
  const path = join(folder, "sent.jsonl");
  const sent = new SentTexts(path);
  for (const text of ["one", "two", "two", " "]) sent.add("ops", text);
  sent.add("dev", "three\nlines");
  assert.is(readFileSync(path, "utf8").split("\n").length, 4, "a line each, and none twice");
  writeFileSync(path, `{"room":"ops","text":"cut of`, { flag: "a" });
  const again = new SentTexts(path);
  assert.equal(again.of("ops"), ["one", "two"]);
  assert.equal(again.of("dev"), ["three\nlines"]);
  assert.is(statSync(path).mode & 0o777, 0o600);
});

test("two chats at once add to one history", () => {
  const path = join(folder, "sent.jsonl");
  const [first, second] = [new SentTexts(path), new SentTexts(path)];
  first.add("ops", "one");
  second.add("ops", "two");
  first.add("ops", "three");
  assert.equal(new SentTexts(path).of("ops"), ["one", "two", "three"]);
});

test("the file of what was sent does not grow without end", () => {
  const path = join(folder, "sent.jsonl");
  mkdirSync(folder, { recursive: true });
  const lines = Array.from({ length: 7_000 }, (_, n) => `{"room":"r${n % 20}","text":"t${n}"}\n`);
  writeFileSync(path, lines.join(""));
  assert.is(new SentTexts(path).of("r19").at(-1), "t6999");
  assert.is(readFileSync(path, "utf8").split("\n").length, 5_001);
});

test("a disk that takes nothing is told of once, and nothing else fails", () => {
  const { after, ring } = createAfter();
  const input = new KeptInput("/dev/null/nowhere", after);
  const heard: string[] = [];
  input.typed("ops", "a");
  ring();
  input.onTrouble((why) => heard.push(why));
  input.sent("ops", "a");
  input.typed("ops", "b");
  ring();
  assert.is(heard.length, 1);
  assert.match(heard[0] ?? "", "/dev/null/nowhere cannot be written (ENOTDIR)");
});

test("messages that were not sent come back once; those that waited for long come back as refused", async () => {
  const pid = await endedProcess();
  const now = 1_700_000_000_000;
  const draft = { room: "ops", state: "waiting" } as const;
  const kept = [
    { ...draft, text: "new", nonce: "n1", createdAt: now - 1_000 },
    { ...draft, text: "old", nonce: "n2", createdAt: now - STILL_TIMELY_MS },
    { text: "no draft" },
  ];
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, `unsent-${pid}.json`), JSON.stringify(kept));
  const unsent = new UnsentMessages(folder, () => now);
  const states = (): string[] => unsent.load().map(({ text, state }) => `${text} ${state}`);
  assert.equal(states(), ["old failed", "new waiting"]);
  assert.equal(files(), [`unsent-${process.pid}.json`]);
  unsent.save([]);
  assert.equal(files(), []);
  assert.equal(states(), []);
});

test.run();
