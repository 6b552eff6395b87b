// What a tail makes of the messages it is told of.

import * as fc from "fast-check";
import * as assert from "uvu/assert";

import { suite } from "../../../../test-support/suite.ts";
import type { StoredMessage } from "../../src/rooms/room-store.ts";
import { Tail } from "../../src/rooms/tail.ts";
import { storedMessage } from "../support/stored-message.ts";

const test = suite("Tail");

const HOUR = 3_600_000;
let now = 0;
const clock = () => now;

test.before.each(() => {
  now = 1_700_000_000_000;
});

function create(messages: readonly StoredMessage[] = [], limit = 100, ttlMs = HOUR): Tail {
  return new Tail({ limit, ttlMs }, clock, messages);
}

function idsOf(tail: Tail): number[] {
  return tail.page({ limit: 1_000 }).messages.map(({ id }) => id);
}

test("the first message of a room is the next one to an empty tail", () => {
  const tail = create();
  assert.is(tail.judge(storedMessage(5, 0)), "next");
  assert.is(tail.tip, 0);
  assert.is(tail.lastId, 0);
});

test("a message whose prev it has not had is behind a hole", () => {
  assert.is(create().judge(storedMessage(5, 3)), "hole");
  assert.is(create([storedMessage(5, 0)]).judge(storedMessage(9, 7)), "hole");
  assert.is(create([storedMessage(5, 0)]).judge(storedMessage(9, 0)), "hole");
});

test("a message it has, or that is older than all it has, is known", () => {
  const tail = create([storedMessage(5, 3), storedMessage(7, 5)]);
  assert.is(tail.judge(storedMessage(5, 3)), "known");
  assert.is(tail.judge(storedMessage(7, 5)), "known");
  assert.is(tail.judge(storedMessage(3, 0)), "known");
  assert.is(tail.judge(storedMessage(6, 5)), "hole");
});

test("keeps the newest up to its limit", () => {
  const tail = create([], 3);
  for (let id = 1; id <= 20; id++) {
    tail.append(storedMessage(id, id - 1));
    const expected = [id - 2, id - 1, id].filter((one) => one > 0);
    assert.equal(idsOf(tail), expected);
  }
});

test("what is trimmed is known all the same", () => {
  const tail = create([], 2);
  for (let id = 1; id <= 9; id++) tail.append(storedMessage(id, id - 1));
  for (let id = 1; id <= 9; id++) assert.is(tail.judge(storedMessage(id, id - 1)), "known");
});

test("forgets all of it once the newest is as old as the time to live, and not before", () => {
  const tail = create([], 100, HOUR);
  tail.append(storedMessage(1, 0));
  now += HOUR - 1;
  tail.append(storedMessage(2, 1));
  now += HOUR - 1;
  assert.equal(idsOf(tail), [1, 2]);
  assert.is(tail.tip, 2);
  now += 1;
  assert.equal(idsOf(tail), []);
  assert.is(tail.tip, 0);
  assert.is(tail.lastId, 2);
});

test("goes on after an expiry, whether the store has expired too or not yet", () => {
  for (const prev of [0, 2]) {
    const tail = create([storedMessage(1, 0), storedMessage(2, 1)]);
    now += HOUR;
    assert.is(tail.judge(storedMessage(3, prev)), "next");
    tail.append(storedMessage(3, prev));
    assert.equal(idsOf(tail), [3]);
    assert.is(tail.page({ limit: 10 }).complete, prev === 0);
  }
});

test("after an expiry an old message is no next one", () => {
  const tail = create([storedMessage(1, 0), storedMessage(2, 1)]);
  now += HOUR;
  assert.is.not(tail.judge(storedMessage(1, 0)), "next");
  assert.is.not(tail.judge(storedMessage(2, 1)), "next");
});

test("a message that begins a history anew drops what was before it", () => {
  const tail = create([storedMessage(1, 0)]);
  tail.append(storedMessage(5, 0));
  assert.equal(idsOf(tail), [5]);
});

test("a page that was handed out does not change", () => {
  const tail = create([storedMessage(1, 0)], 2);
  const page = tail.page({ limit: 10 });
  for (let id = 2; id <= 9; id++) tail.append(storedMessage(id, id - 1));
  assert.equal(
    page.messages.map(({ id }) => id),
    [1],
  );
});

test("fed with any stream that has losses and repeats, it takes each message once, in order, without a hole", () => {
  const step = fc.record({
    kind: fc.constantFrom("new", "new", "new", "lost", "again", "wait", "flush"),
    which: fc.nat(),
  });
  fc.assert(
    fc.property(
      fc.array(step, { maxLength: 60 }),
      fc.integer({ min: 1, max: 6 }),
      (steps, limit) => {
        now = 1_700_000_000_000;
        const all: StoredMessage[] = [];
        let kept: StoredMessage[] = [];
        let newestAt = now;
        let tail = create([], limit);
        const taken: number[] = [];
        let floor = 0;
        const hear = (message: StoredMessage) => {
          const arrival = tail.judge(message);
          if (arrival === "next") {
            const missed = all.filter(
              ({ id }) => id > Math.max(floor, taken.at(-1) ?? 0) && id < message.id,
            );
            assert.equal(
              missed.filter(({ id }) => kept.some((one) => one.id === id)),
              [],
              "a hole was passed over",
            );
            assert.ok(message.id > (taken.at(-1) ?? 0), "taken twice or out of order");
            tail.append(message);
            taken.push(message.id);
          } else if (arrival === "known") {
            assert.ok(message.id <= tail.lastId, "a message it never had is not known");
          } else {
            // What a live room does about a hole.
            for (const { id } of kept) if (id > tail.lastId) taken.push(id);
            floor = tail.lastId;
            tail = create(kept, limit);
          }
        };
        for (const { kind, which } of steps) {
          if (kind === "wait") now += HOUR / 2;
          if (now - newestAt >= HOUR || kind === "flush") kept = [];
          if (kind === "new" || kind === "lost") {
            const message = storedMessage(
              (all.at(-1)?.id ?? 0) + 1 + (which % 3),
              kept.at(-1)?.id ?? 0,
            );
            all.push(message);
            kept = [...kept, message].slice(-limit);
            newestAt = now;
            if (kind === "new") hear(message);
          }
          if (kind === "again" && all.length > 0) {
            const old = all[which % all.length] as StoredMessage;
            if (old.id <= tail.lastId) assert.is.not(tail.judge(old), "next");
          }
          assert.equal(
            [...taken],
            [...new Set(taken)].sort((a, b) => a - b),
          );
        }
      },
    ),
    { numRuns: 3_000 },
  );
});

test("a history that was loaded late expires when it would have anyway", () => {
  const timestamp = new Date(now - HOUR + 1_000).toISOString();
  const tail = create([{ id: 5, prev: 0, json: `{"id":5,"timestamp":"${timestamp}"}` }]);
  assert.is(tail.tip, 5);
  now += 1_000;
  assert.is(tail.tip, 0);
});

test.run();
