// Noticing that the machine slept or that the network came back.

import * as assert from "uvu/assert";

import { suite } from "../../../test-support/suite.ts";
import { watchForWaking } from "../src/waking.ts";
import { inBrowser } from "./support/browser-network.ts";
import { ManualClock } from "./support/manual-clock.ts";

const test = suite("watchForWaking");

test("says nothing while time goes on as it should", async () => {
  const clock = new ManualClock();
  let woken = 0;
  watchForWaking(clock, () => woken++);
  await clock.advance(60_000);
  assert.is(woken, 0);
});

test("notices that the clock has jumped, and goes on watching", async () => {
  const clock = new ManualClock();
  let woken = 0;
  watchForWaking(clock, () => woken++);
  await clock.sleep(60_000);
  assert.is(woken, 1);
  await clock.advance(60_000);
  await clock.sleep(60_000);
  assert.is(woken, 2);
});

test("hears of the browser's network and stops when told to", async () => {
  const clock = new ManualClock();
  let woken = 0;
  await inBrowser(async (comeOnline) => {
    const stop = watchForWaking(clock, () => woken++);
    comeOnline();
    assert.is(woken, 1);
    stop();
    comeOnline();
    await clock.sleep(60_000);
  });
  assert.is(woken, 1);
  assert.is(clock.pending, 0);
});

test.run();
