import * as assert from "uvu/assert";
import { suite } from "../../../test-support/suite.ts";
import {
  END_MAX,
  END_SIZE,
  MAX_SIZE,
  STEP,
  growStretch,
  holdStretch,
  toStretch,
} from "../src/log-window.ts";

const test = suite("log window");
const list = (from: number, to: number, type = "message"): { key: string; type: string }[] =>
  Array.from({ length: to - from }, (_, index) => ({ key: String(from + index), type }));

test("at the end, the newest are shown, and a short log whole", () => {
  assert.equal(toStretch(list(0, 1000), "end"), { from: 1000 - END_SIZE, to: 1000 });
  assert.equal(toStretch(list(0, 3), "end"), { from: 0, to: 3 });
  assert.equal(toStretch([], "end"), { from: 0, to: 0 });
});

test("a screen too high for that is filled all the same", () => {
  assert.equal(toStretch(list(0, 1000), "end", 2160), { from: 1000 - 108, to: 1000 });
  assert.equal(toStretch(list(0, 1000), "end", 600), { from: 1000 - END_SIZE, to: 1000 });
});

test("however many came and went, messages are shown, unless it were too many", () => {
  const some = [...list(0, 1000), ...list(1000, 1300, "joined")];
  assert.equal(toStretch(some, "end"), { from: 1000 - END_SIZE, to: 1300 });
  const many = [...list(0, 1000), ...list(1000, 9000, "left")];
  assert.equal(toStretch(many, "end"), { from: 9000 - END_MAX, to: 9000 });
});

test("held, the same entries stay shown while the log grows at both ends", () => {
  const held = holdStretch(list(100, 200), { from: 20, to: 50 });
  assert.equal(toStretch(list(0, 300), held), { from: 120, to: 150 });
});

test("held entries that memory dropped give way to those that are left", () => {
  const held = holdStretch(list(0, 100), { from: 20, to: 50 });
  assert.equal(toStretch(list(40, 500), held), { from: 0, to: 10 });
  assert.equal(toStretch(list(60, 500), held), { from: 440 - END_SIZE, to: 440 });
});

test("an empty log can only be followed", () => {
  assert.is(holdStretch([], { from: 0, to: 0 }), "end");
});

test("growing goes no further than the log, and lets go of what is far behind", () => {
  assert.equal(growStretch({ from: 30, to: 180 }, "older", 1000), { from: 0, to: 180 });
  assert.equal(growStretch({ from: 300, to: 300 + MAX_SIZE }, "older", 1000), {
    from: 300 - STEP,
    to: 300 - STEP + MAX_SIZE,
  });
  assert.equal(growStretch({ from: 0, to: MAX_SIZE }, "newer", 1000), {
    from: STEP,
    to: MAX_SIZE + STEP,
  });
  assert.equal(growStretch({ from: 900, to: 960 }, "newer", 1000), { from: 900, to: 1000 });
});

test.run();
