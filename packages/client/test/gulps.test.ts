// Reading that rests in a flood, and never otherwise.

import * as assert from "uvu/assert";

import { suite } from "../../../test-support/suite.ts";
import { FLOOD_EVENTS, GULP_MS, Gulps } from "../src/gulps.ts";
import { nextTurn } from "../src/next-turn.ts";
import { ManualClock } from "./support/manual-clock.ts";

const test = suite("Gulps");

function createGulps(): { clock: ManualClock; gulps: Gulps; calls: string[] } {
  const clock = new ManualClock();
  const calls: string[] = [];
  const source = { pause: () => void calls.push("pause"), resume: () => void calls.push("resume") };
  return {
    clock,
    gulps: new Gulps(clock, { io: { engine: { transport: { ws: source } } } }),
    calls,
  };
}

async function receive(gulps: Gulps, events: number): Promise<void> {
  for (let event = 0; event < events; event++) gulps.received();
  await new Promise<void>((resolve) => nextTurn(resolve));
}

test("a source that brings little is left alone", async () => {
  const { clock, gulps, calls } = createGulps();
  for (let turn = 0; turn < 20; turn++) {
    await receive(gulps, FLOOD_EVENTS - 1);
    await clock.advance(GULP_MS);
  }
  assert.equal(calls, []);
});

test("a source that brings much rests until the time is over", async () => {
  const { clock, gulps, calls } = createGulps();
  await receive(gulps, FLOOD_EVENTS);
  assert.equal(calls, ["pause"]);
  await clock.advance(GULP_MS - 1);
  assert.equal(calls, ["pause"]);
  await clock.advance(1);
  assert.equal(calls, ["pause", "resume"]);
});

test("in a flood it rests right after each gulp, and is left alone once the flood is over", async () => {
  const { clock, gulps, calls } = createGulps();
  await receive(gulps, FLOOD_EVENTS);
  await clock.advance(GULP_MS);
  await receive(gulps, 1);
  assert.equal(calls, ["pause", "resume", "pause"]);
  await clock.advance(GULP_MS);
  await receive(gulps, FLOOD_EVENTS - 1);
  assert.equal(calls, ["pause", "resume", "pause", "resume"]);
});

test("where nothing can rest, nothing happens", async () => {
  const clock = new ManualClock();
  const gulps = new Gulps(clock, { io: { engine: { transport: {} } } });
  await receive(gulps, 10 * FLOOD_EVENTS);
  await clock.advance(GULP_MS);
  assert.is(clock.pending, 0);
});

test.run();
