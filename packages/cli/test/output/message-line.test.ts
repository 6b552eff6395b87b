// Entries as lines of text and of JSON.

import * as assert from "uvu/assert";

import { suite } from "../../../../test-support/suite.ts";
import { toEntryJson } from "../../src/output/json-line.ts";
import { toEntryLines, toMessageLines } from "../../src/output/message-line.ts";

const test = suite("message lines");
const at = new Date(2026, 10, 22, 14, 5, 9);
const clock = { now: () => at.getTime() };
const message = {
  ...{ id: 7, prev: 3, room: "ops", username: "carol" },
  ...{ message: "@you look at p99?", timestamp: at.toISOString() },
};

test("a message is a line: time, room, name, text", () => {
  assert.equal(toMessageLines(message, clock), ["14:05 ops <carol> @you look at p99?"]);
});

test("a message of another day has its date in front", () => {
  const later = { now: () => at.getTime() + 86_400_000 };
  assert.equal(toMessageLines(message, later), ["2026-11-22 14:05 ops <carol> @you look at p99?"]);
});

test("no text can pass for a message of somebody else", () => {
  const forged = { ...message, message: "a\n14:06 ops <root> b" };
  assert.equal(toMessageLines(forged, clock), [
    "14:05 ops <carol> a",
    "14:05 ops <carol> 14:06 ops <root> b",
  ]);
});

test("what a terminal must not see does not come through", () => {
  const hostile = { ...message, message: "\u001b[2Ja\u009b1mb\rc\u202ed" };
  assert.equal(toMessageLines(hostile, clock), ["14:05 ops <carol> [2Ja1mbcd"]);
});

test("notices and holes are lines of nobody", () => {
  const notice = { room: "ops", username: "bob", timestamp: at.toISOString(), members: 2 };
  const lines = [
    toEntryLines("ops", { type: "joined", key: "a", ...notice }, clock),
    toEntryLines("ops", { type: "left", key: "b", reason: "left", ...notice }, clock),
    toEntryLines("ops", { type: "left", key: "c", reason: "expired", ...notice }, clock),
    toEntryLines("ops", { type: "gap", key: "d", after: 3 }, clock),
  ].flat();
  assert.equal(lines, [
    "14:05 ops -- bob joined",
    "14:05 ops -- bob left",
    "14:05 ops -- bob left (connection lost)",
    "--:-- ops -- some messages are missing here",
  ]);
});

test("JSON has the contract's fields and a type, and no key of ours", () => {
  assert.equal(JSON.parse(toEntryJson("ops", { type: "message", key: "7", message })), {
    type: "message",
    ...message,
  });
  assert.equal(JSON.parse(toEntryJson("ops", { type: "gap", key: "x", after: 3, before: 9 })), {
    ...{ type: "gap", room: "ops", after: 3, before: 9 },
  });
});

test.run();
