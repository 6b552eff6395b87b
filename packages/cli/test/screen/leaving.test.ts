// Leaving while messages are not sent yet.

import * as assert from "uvu/assert";

import type { ChatSnapshot, Draft } from "@chat/client";
import { suite } from "../../../../test-support/suite.ts";
import { AGAIN_MS, Leaving, ON_THEIR_WAY_MS } from "../../src/screen/leaving.ts";

const test = suite("leaving");

function create(status: "connected" | "reconnecting", states: Draft["state"][]) {
  const heard: string[] = [];
  let now = 0;
  let timer: (() => void) | undefined;
  let changed: (() => void) | undefined;
  const client = {
    getSnapshot: () => {
      const drafts = states.map((state) => ({ state }));
      return {
        connection: { status },
        rooms: new Map([["ops", { drafts }]]),
      } as unknown as ChatSnapshot;
    },
    subscribe: (listener: () => void) => {
      changed = listener;
      return () => (changed = undefined);
    },
  };
  const leaving = new Leaving({
    client,
    now: () => now,
    after: (ms, callback) => {
      assert.is(ms, ON_THEIR_WAY_MS);
      timer = callback;
      return () => (timer = undefined);
    },
    say: (line) => heard.push(line),
    leave: () => heard.push("left"),
  });
  return {
    heard,
    wish: () => leaving.wish(),
    settle: () => {
      states.length = 0;
      changed?.();
    },
    ring: () => timer?.(),
    pass: (ms: number) => (now += ms),
  };
}

test("with nothing on its way, or refused messages alone, one leaves at once", () => {
  for (const states of [[], ["failed"]] as Draft["state"][][]) {
    const { heard, wish } = create("connected", states);
    wish();
    assert.equal(heard, ["left"]);
  }
});

test("what is on its way is waited for, and then one leaves by oneself", () => {
  const { heard, wish, settle } = create("connected", ["sending"]);
  wish();
  assert.equal(heard, []);
  settle();
  assert.equal(heard, ["left"]);
});

test("what is not sent in time, or cannot be sent now, is asked about; the second wish leaves", () => {
  const slow = create("connected", ["waiting"]);
  slow.wish();
  slow.ring();
  assert.match(slow.heard[0] ?? "", "1 message is not sent yet");
  slow.settle();
  assert.is(slow.heard.length, 1, "who was asked is not thrown out later");
  const again = create("connected", ["waiting"]);
  again.wish();
  again.ring();
  again.wish();
  assert.is(again.heard[1], "left");
  const offline = create("reconnecting", ["waiting", "sending"]);
  offline.wish();
  assert.match(offline.heard[0] ?? "", "2 messages are not sent yet");
  offline.pass(AGAIN_MS);
  offline.wish();
  assert.is(offline.heard.length, 2);
  assert.is.not(offline.heard[1], "left");
});

test.run();
