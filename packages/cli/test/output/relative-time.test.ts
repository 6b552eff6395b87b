// How long ago something was, in words.

import * as assert from "uvu/assert";

import { suite } from "../../../../test-support/suite.ts";
import { toRelativeTime } from "../../src/output/relative-time.ts";

const test = suite("relative time");
const NOW = Date.parse("2026-11-22T12:00:00.000Z");

test("one unit says how long ago it was, and a day where that is more than a week", () => {
  const cases: [number, string][] = [
    [-60_000, "just now"],
    [4_999, "just now"],
    [45_000, "45 s ago"],
    [12 * 60_000, "12 min ago"],
    [3.9 * 3_600_000, "3 h ago"],
    [6 * 24 * 3_600_000, "6 d ago"],
  ];
  for (const [ago, expected] of cases) {
    assert.is(toRelativeTime(new Date(NOW - ago), NOW), expected);
  }
  assert.match(toRelativeTime(new Date(NOW - 8 * 24 * 3_600_000), NOW), /2026/);
});

test.run();
