import * as assert from "uvu/assert";
import { suite } from "../../../test-support/suite.ts";
import { toDay, toDayLabel } from "../src/times.ts";

const test = suite("times");
const now = new Date(2026, 10, 22, 0, 30);
const label = (...parts: [number, number, number, number, number]): string =>
  toDayLabel(new Date(...parts).toISOString(), now);

test("days are the reader's, from midnight to midnight", () => {
  assert.is(toDay(new Date(2026, 0, 2, 23, 59)), "2026-01-02");
  assert.is(toDay(new Date(2026, 0, 3, 0, 0).toISOString()), "2026-01-03");
});

test("the last two days have words, also half an hour after midnight", () => {
  assert.is(label(2026, 10, 22, 0, 5), "Today");
  assert.is(label(2026, 10, 21, 0, 5), "Yesterday");
});

test("an older day is named, with its year where it is another", () => {
  assert.not.match(label(2026, 10, 20, 12, 0), /2026|Today|Yesterday/);
  assert.match(label(2025, 10, 20, 12, 0), /2025/);
});

test.run();
