// How far rooms were read, over restarts and between processes.

import { mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import * as assert from "uvu/assert";

import { suite } from "../../../../test-support/suite.ts";
import { ReadMarks } from "../../src/kept/read-marks.ts";

const test = suite("ReadMarks");
let folder: string;
let path: string;

test.before.each(() => {
  folder = mkdtempSync(join(tmpdir(), "chat-read-"));
  path = join(folder, "deeper", "read.json");
});
test.after.each(() => rmSync(folder, { recursive: true, force: true }));

test("what was read is still read after a restart, and its owner's alone to see", () => {
  new ReadMarks(path).set("general", 1_763_800_000_000_001);
  assert.is(new ReadMarks(path).of("general"), 1_763_800_000_000_001);
  assert.is(new ReadMarks(path).of("ops"), 0);
  assert.is(statSync(path).mode & 0o777, 0o600);
});

test("of several processes the one that read furthest counts, room by room", () => {
  const [one, other] = [new ReadMarks(path), new ReadMarks(path)];
  one.set("general", 9);
  other.set("general", 5);
  other.set("ops", 7);
  one.set("ops", 6);
  const now = new ReadMarks(path);
  assert.equal([now.of("general"), now.of("ops")], [9, 7]);
});

test("names of rooms are any words, and the last 500 are kept", () => {
  const marks = new ReadMarks(path);
  marks.set("__proto__", 3);
  assert.is(new ReadMarks(path).of("__proto__"), 3);
  for (let room = 0; room < 500; room++) marks.set(`room${room}`, room + 1);
  assert.is(new ReadMarks(path).of("__proto__"), 0);
  assert.is(new ReadMarks(path).of("room499"), 500);
});

test("a file that makes no sense holds nothing, and is written over", () => {
  const broken = join(folder, "read.json");
  for (const text of ["", "{", "[]", '{"general":"x","ops":-1,"dev":1.5}']) {
    writeFileSync(broken, text);
    const marks = new ReadMarks(broken);
    assert.equal([marks.of("general"), marks.of("ops"), marks.of("dev")], [0, 0, 0], text);
  }
  new ReadMarks(broken).set("general", 4);
  assert.is(new ReadMarks(broken).of("general"), 4);
});

test.run();
