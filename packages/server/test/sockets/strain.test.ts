// When there is strain, on a measure that the test sets.

import * as assert from "uvu/assert";

import { suite } from "../../../../test-support/suite.ts";
import { Strain } from "../../src/sockets/strain.ts";

const test = suite("Strain");

let busy: number;
let strain: Strain;
let now: number;

test.before.each(() => {
  busy = 0;
  now = 1_000;
  strain = new Strain(() => ({ idle: 0, active: 0, utilization: busy }));
});

/** What is felt a tenth of a second later. */
function later(utilization: number): boolean {
  busy = utilization;
  now += 100;
  return strain.isFelt(now);
}

test("there is none until the event loop was busy nearly all of the time", () => {
  assert.not(later(0.5));
  assert.not(later(0.9));
  assert.ok(later(0.97));
});

test("it lasts until the event loop has much less to do", () => {
  assert.ok(later(0.99));
  assert.ok(later(0.75));
  assert.not(later(0.6));
  assert.not(later(0.75));
});

test("it is judged ten times a second, not each time somebody asks", () => {
  assert.not(later(0.1));
  busy = 1;
  now += 99;
  assert.not(strain.isFelt(now));
  now += 1;
  assert.ok(strain.isFelt(now));
});

test.run();
