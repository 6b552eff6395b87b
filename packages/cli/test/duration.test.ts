// Durations as people write and read them.

import * as assert from "uvu/assert";

import { suite } from "../../../test-support/suite.ts";
import { formatDuration, parseDuration } from "../src/duration.ts";

const test = suite("duration");

test("a duration is a number with a unit, seconds where it is absent", () => {
  const cases: [string, number | undefined][] = [
    ["500ms", 500],
    ["30s", 30_000],
    ["1.5s", 1_500],
    ["10", 10_000],
    ["5m", 300_000],
    ["2h", 7_200_000],
    ["", undefined],
    ["-1s", undefined],
    ["1d", undefined],
    ["s", undefined],
    ["1s1", undefined],
  ];
  for (const [text, expected] of cases) assert.is(parseDuration(text), expected, text);
});

test("a duration that no timer takes is none", () => {
  assert.is(parseDuration("999999999h"), undefined);
});

test("durations are said in at most two units", () => {
  const cases: [number, string][] = [
    [900, "0 s"],
    [45_000, "45 s"],
    [720_000, "12 min"],
    [3_600_000, "1 h"],
    [11_100_000, "3 h 5 min"],
    [187_200_000, "2 d 4 h"],
  ];
  for (const [milliseconds, expected] of cases) assert.is(formatDuration(milliseconds), expected);
});

test.run();
