import type { Entry } from "@chat/client";
import * as assert from "uvu/assert";
import { suite } from "../../../test-support/suite.ts";
import { toLogRows } from "../src/log-rows.ts";

const test = suite("toLogRows");

const START = new Date(2026, 10, 22, 14, 0).getTime();
const at = (minutes: number): string => new Date(START + minutes * 60_000).toISOString();
let id = 0;

function message(username: string, minutes: number): Entry {
  id++;
  const stored = {
    id,
    prev: id - 1,
    room: "general",
    username,
    message: "x",
    timestamp: at(minutes),
  };
  return { type: "message", key: `m${id}`, message: stored };
}

function joined(username: string, minutes: number): Entry {
  id++;
  return {
    type: "joined",
    key: `j${id}`,
    room: "general",
    username,
    timestamp: at(minutes),
    members: 1,
  };
}

function left(username: string, minutes: number): Entry {
  id++;
  return {
    type: "left",
    key: `l${id}`,
    room: "general",
    username,
    timestamp: at(minutes),
    members: 1,
    reason: "left",
  };
}

const typesOf = (entries: readonly Entry[], readUpTo?: number): string[] =>
  toLogRows(entries, "ada", readUpTo).map(({ type }) => type);

test.before.each(() => {
  id = 0;
});

test("a line precedes each day, notices included", () => {
  const entries = [
    message("bob", 0),
    message("bob", 11 * 60),
    joined("eve", 12 * 60),
    left("eve", 36 * 60),
  ];
  assert.equal(typesOf(entries), ["day", "message", "day", "message", "notices", "day", "notices"]);
});

test("a name is not repeated within five minutes, and is after that", () => {
  const rows = toLogRows(
    [message("bob", 0), message("bob", 4), message("bob", 9), message("eve", 9)],
    "ada",
    undefined,
  );
  const continued = rows.flatMap((row) => (row.type === "message" ? [row.continued] : []));
  assert.equal(continued, [false, true, false, false]);
});

test("a notice in between makes the name be said again", () => {
  const rows = toLogRows(
    [message("bob", 0), joined("eve", 1), message("bob", 1)],
    "ada",
    undefined,
  );
  const last = rows.at(-1);
  assert.ok(last?.type === "message" && !last.continued);
});

test("comings and goings without a message between them are one row, each name once", () => {
  const entries = [
    joined("a", 0),
    left("b", 0),
    joined("c", 0),
    left("c", 1),
    joined("b", 1),
    joined("d", 2),
    left("e", 3),
  ];
  const [, row] = toLogRows(entries, "ada", undefined);
  assert.ok(row?.type === "notices");
  assert.equal(row.notices, {
    joined: ["a", "d"],
    left: ["e"],
    visited: ["c"],
    returned: ["b"],
    timestamp: at(3),
  });
});

test("the ruler stands before the first newer message of another person", () => {
  const entries = [message("bob", 0), message("ada", 1), message("bob", 2), message("bob", 2)];
  assert.equal(typesOf(entries, 1), ["day", "message", "message", "ruler", "message", "message"]);
});

test("there is no ruler where nothing is new, and none where none is wanted", () => {
  const entries = [message("bob", 0), message("ada", 1)];
  assert.not(typesOf(entries, 1).includes("ruler"));
  assert.not(typesOf([message("bob", 0)], undefined).includes("ruler"));
});

test("a gap stands where messages are missing", () => {
  const gap: Entry = { type: "gap", key: "g", after: 1, before: 5 };
  assert.equal(typesOf([message("bob", 0), gap, message("bob", 0)]), [
    "day",
    "message",
    "gap",
    "message",
  ]);
});

test("keys are unique", () => {
  const entries = [
    joined("a", 0),
    message("bob", 1),
    left("a", 2),
    message("bob", 24 * 60),
    joined("a", 24 * 60),
  ];
  const keys = toLogRows(entries, "ada", 1).map(({ key }) => key);
  assert.is(new Set(keys).size, keys.length);
});

test.run();
