// Moments that a driver is woken at: all of them, in order, and none too early.

import * as assert from "uvu/assert";

import { nowMs } from "../../bench/driver/clock.js";
import { Pacer } from "../../bench/driver/pacer.js";
import { suite } from "../../test-support/suite.ts";

const test = suite("Pacer");

/** Of two threads, each of which measures its own, in milliseconds. */
const CLOCKS_APART_MS = 0.2;

test("each moment comes, in its turn and not before its time", async () => {
  const beats: { turn: number; at: number }[] = [];
  let over = () => {};
  const ended = new Promise<void>((resolve) => (over = resolve));
  const pacer = new Pacer((turn) => {
    beats.push({ turn, at: nowMs() });
    if (turn === 39) over();
  });
  await pacer.ready();
  const start = nowMs() + 5;
  pacer.start({ start, interval: 2, count: 40 });
  await ended;
  await pacer.end();
  assert.equal(
    beats.map(({ turn }) => turn),
    Array.from({ length: 40 }, (_, turn) => turn),
  );
  for (const { turn, at } of beats) assert.ok(at >= start + turn * 2 - CLOCKS_APART_MS, `${turn}`);
});

test.run();
