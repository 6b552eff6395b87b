// The measuring parts of the bench: what they say of lost, repeated and late messages has to be true.

import * as assert from "uvu/assert";

import { microsBetween, toMicros } from "../../bench/driver/clock.js";
import { DeliveryChecker } from "../../bench/driver/delivery-checker.js";
import { Histogram } from "../../bench/driver/histogram.js";
import { findMark, readCount, readMicros, readSender, toText } from "../../bench/driver/marker.js";
import { suite } from "../../test-support/suite.ts";

const test = suite("what the bench measures with");

function hearAll(messages: [sender: number, count: number][]): DeliveryChecker {
  const checker = new DeliveryChecker(0, 1, 2);
  for (const [sender, count] of messages) checker.hear(sender, count);
  return checker;
}

test("messages in order are neither repeated nor out of order", () => {
  const checker = hearAll([
    [0, 0],
    [1, 0],
    [0, 1],
  ]);
  assert.equal([checker.delivered, checker.repeated, checker.outOfOrder], [3, 0, 0]);
});

test("a message that comes twice is repeated, and counts once", () => {
  const checker = hearAll([
    [0, 0],
    [0, 1],
    [0, 1],
  ]);
  assert.equal([checker.delivered, checker.repeated, checker.outOfOrder], [2, 1, 0]);
});

test("a message that comes behind its successor is out of order, and not repeated", () => {
  const checker = hearAll([
    [0, 0],
    [0, 2],
    [0, 1],
  ]);
  assert.equal([checker.delivered, checker.repeated, checker.outOfOrder], [3, 0, 1]);
});

test("two members that hear the same messages in two orders disagree", () => {
  const here = hearAll([
    [0, 0],
    [1, 0],
  ]);
  const there = hearAll([
    [1, 0],
    [0, 0],
  ]);
  assert.is.not(here.orderOf(0), there.orderOf(0));
  assert.is(
    here.orderOf(0),
    hearAll([
      [0, 0],
      [1, 0],
    ]).orderOf(0),
  );
});

test("a mark is read back from wherever it is in a payload", () => {
  const text = toText(19_999, 12_345_678, 987_654_321, 64);
  assert.is(text.length, 64);
  assert.is(JSON.stringify(text), `"${text}"`);
  const payload = Buffer.from(`42["message",{"message":"${text}"}]`);
  const mark = findMark(payload, 0, payload.length, 0);
  assert.is(findMark(payload, 0, payload.length, mark), mark);
  assert.is(readSender(payload, mark), 19_999);
  assert.is(readCount(payload, mark), 12_345_678);
  assert.is(readMicros(payload, mark), 987_654_321);
});

test("a payload without a mark has none, whatever lies behind it in the buffer", () => {
  const payload = Buffer.from(`nothing${toText(1, 2, 3, 64)}`);
  assert.is(findMark(payload, 0, 7, 3), -1);
});

test("the time between two moments is right across the wrap of the clock", () => {
  const wrapMs = 2 ** 30 / 1000;
  assert.is(microsBetween(toMicros(wrapMs - 1), toMicros(wrapMs + 1)), 2_000);
  assert.is(microsBetween(toMicros(500), toMicros(499.9)), 0);
});

test("a percentile is within 2 % of the true one, over processes too", () => {
  const [one, other] = [new Histogram(), new Histogram()];
  for (let micros = 1; micros <= 100_000; micros++) (micros % 2 ? one : other).add(micros);
  one.addPairs(other.toPairs());
  assert.is(one.count, 100_000);
  for (const part of [0.01, 0.5, 0.99, 1]) {
    assert.ok(Math.abs(one.percentile(part) / (part * 100) - 1) < 0.02, `at ${part}`);
  }
  assert.ok(Number.isNaN(new Histogram().percentile(0.5)));
});

test.run();
