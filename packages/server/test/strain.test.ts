// For how long to gather, on a measure that the test sets.

import * as assert from "uvu/assert";

import { suite } from "../../../test-support/suite.ts";
import { Strain } from "../src/strain.ts";

const test = suite("Strain");

let busy: number;
let underWay: number;
let strain: Strain;
let now: number;

test.before.each(() => {
  busy = 0;
  now = 1_000;
  underWay = 32;
  const measure = () => ({ idle: 0, active: 0, utilization: busy });
  strain = new Strain(() => underWay, measure);
});

/** For how long to gather a twentieth of a second later. */
function later(utilization: number): number {
  busy = utilization;
  now += 50;
  return strain.pauseMs(now);
}

test("there is none until the event loop was busy nearly all of the time", () => {
  assert.is(later(0.5), 0);
  assert.is(later(0.94), 0);
  assert.is(later(0.97), 25);
});

test("the pause gets longer while that is not enough, up to its bound", () => {
  assert.equal([later(1), later(1), later(1)], [25, 40, 40]);
});

test("it stays where it is enough, and gets shorter by little where it is more than that", () => {
  assert.equal([later(1), later(1), later(0.8), later(0.9)], [25, 40, 40, 40]);
  assert.equal([later(0.7), later(0.7), later(0.8)], [35, 30, 30]);
});

test("it ends where the event loop could do with the shortest", () => {
  assert.equal([later(1), later(0.8), later(0.6), later(0.6)], [25, 25, 0, 0]);
});

test("it ends at once where the event loop has little to do: who comes after a crowd does not wait", () => {
  assert.equal([later(1), later(1), later(0.3), later(0.3)], [25, 40, 0, 0]);
});

test("nobody waits where there is no queue, however busy the event loop: it is felt all the same", () => {
  underWay = 31;
  assert.equal([later(1), later(1), strain.isFelt(now)], [0, 0, true]);
  underWay = 32;
  assert.equal([later(0.9), later(0.9), strain.isFelt(now)], [40, 40, true]);
  underWay = 0;
  assert.equal([later(0.9), later(0.3), strain.isFelt(now)], [0, 0, false]);
});

test("it is judged twenty times a second, not each time somebody asks", () => {
  assert.is(later(0.1), 0);
  busy = 1;
  now += 49;
  assert.is(strain.pauseMs(now), 0);
  now += 1;
  assert.is(strain.pauseMs(now), 25);
});

test.run();
