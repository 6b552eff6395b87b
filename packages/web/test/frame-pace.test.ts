import * as assert from "uvu/assert";
import { suite } from "../../../test-support/suite.ts";
import { createPace } from "../src/frame-pace.ts";

const test = suite("frame pace");
const FRAME_MS = 16;

/** A page whose time is advanced by hand, and which notes when it drew. */
function startPage({ hidden = false } = {}) {
  let time = 0;
  const waiting: { at: number; callback: () => void }[] = [];
  const drawn: number[] = [];
  const after = (ms: number, callback: () => void): void => {
    waiting.push({ at: time + ms, callback });
  };
  const pace = createPace({
    now: () => time,
    onFrame: (callback) => {
      if (!hidden) after(FRAME_MS - (time % FRAME_MS), callback);
    },
    after,
  });
  return {
    drawn,
    /** Asks for a drawing that takes so long. */
    ask: (ms = 0) =>
      pace(() => {
        drawn.push(time);
        time += ms;
      }),
    advanceTo: (end: number) => {
      for (;;) {
        const [next] = waiting.sort((a, b) => a.at - b.at);
        if (next === undefined || next.at > end) break;
        waiting.shift();
        time = Math.max(time, next.at);
        next.callback();
      }
      time = end;
    },
  };
}

test("a drawing waits for the next frame, and is done once", () => {
  const { ask, advanceTo, drawn } = startPage();
  ask();
  advanceTo(1_000);
  assert.equal(drawn, [16]);
});

test("a hidden page draws without frames", () => {
  const { ask, advanceTo, drawn } = startPage({ hidden: true });
  ask();
  advanceTo(1_000);
  assert.equal(drawn, [200]);
});

test("after a long drawing the next one waits as long as that took", () => {
  const { ask, advanceTo, drawn } = startPage();
  ask(40);
  advanceTo(57);
  ask();
  advanceTo(1_000);
  assert.equal(drawn, [16, 112]);
});

test("after a very long drawing the next one waits a tenth of a second, no longer", () => {
  const { ask, advanceTo, drawn } = startPage();
  ask(2_000);
  advanceTo(2_020);
  ask();
  advanceTo(3_000);
  assert.equal(drawn, [16, 2_128]);
});

test.run();
