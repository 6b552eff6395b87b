// When the young generation is collected for its size, on measures that the test sets; and that V8 gives memory back then.

import { getHeapSpaceStatistics } from "node:v8";

import * as assert from "uvu/assert";

import { suite } from "../../../test-support/suite.ts";
import { MemoryRelief } from "../src/memory-relief.ts";
import { createYoungCollection, youngBytes } from "../src/young-generation.ts";

const test = suite("MemoryRelief");

let busy: number;
let young: number;
let collections: number;
let relief: MemoryRelief;

test.before.each(() => {
  busy = 0;
  young = 32_000_000;
  collections = 0;
  relief = new MemoryRelief({
    measure: () => ({ idle: 0, active: 0, utilization: busy }),
    youngBytes: () => young,
    collect: () => collections++,
  });
});

function youngUsed(): number {
  const space = getHeapSpaceStatistics().find(({ space_name: name }) => name === "new_space");
  return space?.space_used_size ?? 0;
}

/** Looks so many times. Answers how many collections there were till then. */
function look(times: number): number {
  for (let time = 0; time < times; time++) relief.look();
  return collections;
}

test("a busy process is left alone, however much it holds", () => {
  busy = 0.1;
  assert.is(look(100), 0);
});

test("a quiet one that holds little is left alone", () => {
  young = 4_000_000;
  assert.is(look(100), 0);
});

test("a quiet one that holds much collects at once, and again after six looks", () => {
  assert.equal([look(1), look(5), look(1), look(5), look(1)], [1, 1, 2, 2, 3]);
});

test("it is over once little is held", () => {
  look(7);
  young = 2_000_000;
  assert.is(look(100), 2);
});

test("what needs the room keeps it after four times, until it was busy and is quiet anew", () => {
  assert.is(look(100), 4);
  busy = 0.5;
  assert.is(look(1), 4);
  busy = 0;
  assert.is(look(1), 5);
});

test("V8 collects the young generation when it is asked to", () => {
  const collect = createYoungCollection();
  // Until there is something to collect: V8 may have done it amid this.
  const ENOUGH = 300_000;
  let garbage: unknown[] = [];
  while (youngUsed() < ENOUGH) garbage = [garbage.length, {}];
  const before = youngUsed();
  collect();
  assert.ok(youngUsed() < before);
  assert.ok(youngBytes() >= youngUsed());
});

test.run();
