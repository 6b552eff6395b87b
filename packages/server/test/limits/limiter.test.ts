// Who may do how much: connections, names and addresses, by a clock that the test advances.

import { ChatError } from "@chat/protocol";
import * as assert from "uvu/assert";

import { suite } from "../../../../test-support/suite.ts";
import { parseLimits } from "../../src/limits/limit-table.ts";
import { Limiter } from "../../src/limits/limiter.ts";

const test = suite("Limiter");

let now = 0;

function createLimiter(limits: string): Limiter {
  now = 1_000;
  return new Limiter(parseLimits(limits, true), () => now);
}

/** How often something is let through before it is refused, tried `times` times. */
function passes(times: number, act: () => unknown): number {
  let passed = 0;
  for (let i = 0; i < times; i++) {
    try {
      if (act() === undefined) passed++;
    } catch (error) {
      assert.instance(error, ChatError);
    }
  }
  return passed;
}

test("each connection has its own rate, and its address has one for all", () => {
  const limiter = createLimiter("messages=5/1,messages-per-address=8/1");
  const [one, two] = [limiter.begin("192.0.2.1"), limiter.begin("192.0.2.1")];
  const other = limiter.begin("192.0.2.2");
  assert.is(
    passes(9, () => limiter.ask(one, "messages")),
    5,
  );
  assert.is(
    passes(9, () => limiter.ask(two, "messages")),
    3,
  );
  assert.is(
    passes(9, () => limiter.ask(other, "messages")),
    5,
  );
  assert.equal(
    [...limiter.refusals],
    [
      ["messages", 12],
      ["messages-per-address", 2],
    ],
  );
});

test("what a connection is refused for itself, its address does not pay for", () => {
  const limiter = createLimiter("messages=1/1,messages-per-address=10/1");
  const flood = limiter.begin("192.0.2.1");
  passes(1_000, () => limiter.ask(flood, "messages"));
  const calm = Array.from({ length: 9 }, () => limiter.begin("192.0.2.1"));
  for (const pace of calm) assert.is(limiter.ask(pace, "messages"), undefined);
});

test("each act has its own rate", () => {
  const limiter = createLimiter("messages=1/1,joins=2/1,typing=3/1,reads=4/1");
  const pace = limiter.begin("192.0.2.1");
  const acts = ["messages", "joins", "typing", "reads"] as const;
  assert.equal(
    acts.map((act) => passes(9, () => limiter.ask(pace, act))),
    [1, 2, 3, 4],
  );
});

test("a name pays for all its connections, other names do not", () => {
  const limiter = createLimiter("messages-per-name=3/1");
  assert.is(
    passes(9, () => limiter.obeyName("ada", "messages")),
    3,
  );
  assert.is(
    passes(9, () => limiter.obeyName("bob", "messages")),
    3,
  );
});

test("who waits as long as it was told is let through", () => {
  const limiter = createLimiter("messages=1/4,posts-per-address=1/4");
  const pace = limiter.begin("192.0.2.1");
  const acts = [
    () => limiter.ask(pace, "messages"),
    () => limiter.askAddress("192.0.2.1", "posts"),
  ];
  for (const act of acts) {
    assert.is(act(), undefined);
    const refused = act();
    assert.ok(refused && refused.retryAfterMs > 0);
    now += refused.retryAfterMs - 1;
    assert.ok(act());
    now += 1;
    assert.is(act(), undefined);
  }
});

test("of what is posted in a row, nothing is let through behind the first that is refused", () => {
  const limiter = createLimiter("posts-per-address=10/100");
  passes(10, () => limiter.askAddress("192.0.2.1", "posts"));
  const refused = limiter.askAddress("192.0.2.1", "posts");
  // In this time, tens of tokens flow.
  for (let passed = 0; passed < (refused?.retryAfterMs ?? 0); passed += 10, now += 10) {
    assert.ok(limiter.askAddress("192.0.2.1", "posts"), `after ${passed} ms`);
  }
  assert.is(limiter.askAddress("192.0.2.1", "posts"), undefined);
});

test("a connection that goes on past its refusals is to be cut off", () => {
  const limiter = createLimiter("refusals=100/10");
  const pace = limiter.begin("192.0.2.1");
  for (let i = 0; i < 100; i++) assert.ok(limiter.forgives(pace));
  assert.not.ok(limiter.forgives(pace));
  now += 1_000;
  assert.ok(limiter.forgives(pace));
});

test("of an address with too many refusals those are cut off who have their part in it, and no others", () => {
  const limiter = createLimiter("refusals=1000/10,refusals-per-address=500/10");
  const floods = Array.from({ length: 10 }, () => limiter.begin("192.0.2.1"));
  const cut = floods.filter((pace) => {
    return !Array.from({ length: 200 }, () => limiter.forgives(pace)).every(Boolean);
  });
  assert.is(cut.length, 8);
  const calm = limiter.begin("192.0.2.1");
  for (let i = 0; i < 50; i++) assert.ok(limiter.forgives(calm), `refusal ${i}`);
  assert.not.ok(limiter.forgives(calm));
  const elsewhere = limiter.begin("192.0.2.2");
  for (let i = 0; i < 200; i++) assert.ok(limiter.forgives(elsewhere));
});

test("each connection that is cut off leaves its address fewer new connections, until time has passed", () => {
  const limiter = createLimiter("connects-per-address=250/10");
  for (let i = 0; i < 4; i++) limiter.punish("192.0.2.1");
  assert.is(
    passes(99, () => limiter.askAddress("192.0.2.1", "connects")),
    50,
  );
  assert.is(
    passes(99, () => limiter.askAddress("192.0.2.2", "connects")),
    99,
  );
  limiter.punish("192.0.2.1");
  now += 1_000;
  assert.is(
    passes(99, () => limiter.askAddress("192.0.2.1", "connects")),
    10,
  );
});

test("an address has as many connections as it may, and may open another when one is closed", () => {
  const limiter = createLimiter("connections-per-address=2");
  for (let i = 0; i < 2; i++) {
    assert.ok(limiter.hasRoomFor("192.0.2.1"));
    limiter.opened("192.0.2.1");
  }
  assert.not.ok(limiter.hasRoomFor("192.0.2.1"));
  assert.ok(limiter.hasRoomFor("192.0.2.2"));
  limiter.closed("192.0.2.1");
  assert.ok(limiter.hasRoomFor("192.0.2.1"));
});

test("a hundred thousand strange addresses do not make an address forget its connections, nor what it took", () => {
  const limiter = createLimiter("connections-per-address=1,messages-per-address=1/1");
  limiter.opened("192.0.2.1");
  const pace = limiter.begin("192.0.2.1");
  assert.is(limiter.ask(pace, "messages"), undefined);
  for (let i = 0; i < 100_000; i++) limiter.askAddress(`2001:db8:${i.toString(16)}::/64`, "reads");
  assert.not.ok(limiter.hasRoomFor("192.0.2.1"));
  assert.ok(limiter.ask(limiter.begin("192.0.2.1"), "messages"));
});

test("lifted rates let everything through and note nothing", () => {
  const limiter = new Limiter(parseLimits(undefined, false), () => now);
  const pace = limiter.begin("192.0.2.1");
  for (let i = 0; i < 10_000; i++) {
    assert.is(limiter.ask(pace, "messages"), undefined);
    assert.is(limiter.askAddress("192.0.2.1", "posts"), undefined);
    limiter.obeyName("ada", "messages");
    assert.ok(limiter.forgives(pace));
  }
  assert.is(limiter.refusals.size, 0);
});

test.run();
