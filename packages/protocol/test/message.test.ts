// The reading of messages from data that somebody else wrote.

import * as assert from "uvu/assert";

import { suite } from "../../../test-support/suite.ts";
import { isMessageId, isTimestamp, readMessage } from "../src/message.ts";

const test = suite("readMessage");

const whole = {
  id: 1_700_000_000_000_001,
  prev: 1_700_000_000_000_000,
  room: "general",
  username: "ada",
  message: "hello",
  timestamp: "2026-02-28T23:59:59.999Z",
};

test("reads a whole message, and leaves unknown fields behind", () => {
  assert.equal(readMessage({ ...whole, colour: "red" }), whole);
  assert.equal(readMessage({ ...whole, prev: 0 }), { ...whole, prev: 0 });
});

test("cleans the text once more", () => {
  assert.is(readMessage({ ...whole, message: "a\u001b[2Jb\u202e" })?.message, "a[2Jb");
});

test("what is no object is no message", () => {
  for (const value of [undefined, null, 1, "text", true, [], [whole]]) {
    assert.is(readMessage(value), undefined);
  }
});

const WRONG: Record<string, readonly unknown[]> = {
  id: [undefined, null, 0, -1, 1.5, "7", Number.NaN, Infinity, 2 ** 53, {}],
  prev: [undefined, null, -1, 0.5, "0", whole.id, whole.id + 1, Number.NaN],
  room: [undefined, null, "", "a b", "__proto__", 7, ["general"]],
  username: [undefined, null, "", "a b", "__proto__", "a".repeat(33), 7],
  message: [undefined, null, 7, ["hello"], {}],
  timestamp: [
    ...[undefined, null, 1_700_000_000_000, "", "yesterday", "2026-02-28", "2026-02-28T23:59:59Z"],
    ...["2026-02-28T23:59:59.999", "2026-02-28T23:59:59.999+00:00", "2026-13-01T00:00:00.000Z"],
    ...[
      "2026-01-32T00:00:00.000Z",
      "2026-01-01T25:00:00.000Z",
      "2026-02-30T00:00:00.000Z",
      "2026-02-29T00:00:00.000Z",
      " 2026-02-28T23:59:59.999Z",
    ],
  ],
};

for (const [field, values] of Object.entries(WRONG)) {
  test(`a message has a right ${field}`, () => {
    for (const value of values) {
      assert.is(readMessage({ ...whole, [field]: value }), undefined, `${field} ${String(value)}`);
    }
  });
}

test("a field named __proto__ changes nothing", () => {
  const hostile: unknown = JSON.parse(`{"__proto__":${JSON.stringify({ ...whole, polluted: 1 })}}`);
  assert.is(readMessage(hostile), undefined);
  assert.is(({} as Record<string, unknown>)["polluted"], undefined);
});

test("an id is an integer from 1 to 2^53 - 1", () => {
  assert.ok(isMessageId(1));
  assert.ok(isMessageId(Number.MAX_SAFE_INTEGER));
  for (const value of [0, -1, 2 ** 53, 1.5, "1", 1n, null]) assert.not.ok(isMessageId(value));
});

test("a timestamp is what the clock of JavaScript writes", () => {
  for (const at of [0, 951_782_400_000, 1_709_208_000_001, 4_102_444_799_999]) {
    assert.ok(isTimestamp(new Date(at).toISOString()));
  }
});

test.run();
