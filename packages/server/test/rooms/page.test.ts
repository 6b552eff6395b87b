// Which part of a history a query is answered with, and what may be said of its beginning.

import * as fc from "fast-check";
import * as assert from "uvu/assert";

import { suite } from "../../../../test-support/suite.ts";
import { selectPage } from "../../src/rooms/page.ts";
import type { PageQuery, StoredMessage } from "../../src/rooms/room-store.ts";
import { storedMessage } from "../support/stored-message.ts";

const test = suite("selectPage");

interface World {
  /** Every message there ever was. */
  all: StoredMessage[];
  /** What is kept of it. */
  kept: StoredMessage[];
}

/** A room whose history was emptied now and then, by expiry or a flush, and is trimmed to a limit. */
const world: fc.Arbitrary<World> = fc
  .record({
    steps: fc.array(
      fc.record({ gap: fc.integer({ min: 1, max: 3 }), emptied: fc.integer({ min: 0, max: 9 }) }),
      {
        maxLength: 25,
      },
    ),
    limit: fc.integer({ min: 1, max: 12 }),
    emptiedLast: fc.integer({ min: 0, max: 9 }),
  })
  .map(({ steps, limit, emptiedLast }) => {
    const all: StoredMessage[] = [];
    let kept: StoredMessage[] = [];
    for (const { gap, emptied } of steps) {
      if (emptied === 0) kept = [];
      const id = (all.at(-1)?.id ?? 0) + gap;
      const message = storedMessage(id, kept.at(-1)?.id ?? 0);
      all.push(message);
      kept = [...kept, message].slice(-limit);
    }
    return { all, kept: emptiedLast === 0 ? [] : kept };
  });

const id = fc.integer({ min: 0, max: 80 });
const limit = fc.integer({ min: 0, max: 15 });
const query: fc.Arbitrary<PageQuery> = fc.oneof(
  fc.record({ limit }),
  fc.record({ limit, before: id }),
  fc.record({ limit, after: id }),
  fc.record({ limit, after: id, side: fc.constantFrom("oldest" as const, "newest" as const) }),
);
const RUNS = { numRuns: 5_000 };

test("answers what filtering the whole history by hand would", () => {
  fc.assert(
    fc.property(world, query, ({ kept }, asked) => {
      assert.equal(selectPage(kept, asked).messages, selectByHand(kept, asked));
    }),
    RUNS,
  );
});

test("complete is never said where a message between `after` and the page is missing", () => {
  fc.assert(
    fc.property(world, query, ({ all, kept }, asked) => {
      const { after } = asked;
      // Who has seen nothing cannot miss what was gone before.
      if (after === undefined || after === 0) return;
      const page = selectPage(kept, asked);
      if (!page.complete || asked.limit === 0) return;
      const first = page.messages[0]?.id ?? Infinity;
      const missing = all.filter((message) => message.id > after && message.id < first);
      assert.equal(missing, []);
    }),
    RUNS,
  );
});

test("complete is said to whoever asks for what follows a message that is kept", () => {
  fc.assert(
    fc.property(world, fc.nat(), ({ kept }, at) => {
      if (kept.length === 0) return;
      const after = (kept[at % kept.length] as StoredMessage).id;
      assert.ok(selectPage(kept, { after, limit: 1 }).complete);
      assert.ok(selectPage(kept, { after, limit: 100, side: "newest" }).complete);
    }),
    RUNS,
  );
});

test("complete is said to whoever asks for what follows the message trimmed last", () => {
  const kept = [storedMessage(7, 4), storedMessage(9, 7)];
  assert.ok(selectPage(kept, { after: 4, limit: 10 }).complete);
  assert.not.ok(selectPage(kept, { after: 3, limit: 10 }).complete);
});

test("complete without `after` is said exactly where the page begins with the history's first message", () => {
  fc.assert(
    fc.property(
      world,
      fc.oneof(fc.record({ limit }), fc.record({ limit, before: id })),
      ({ kept }, asked) => {
        const page = selectPage(kept, asked);
        const older = kept.filter((message) => message.id < (page.messages[0]?.id ?? 0));
        if (page.messages.length === 0) return;
        assert.is(page.complete, older.length === 0 && kept[0]?.prev === 0);
      },
    ),
    RUNS,
  );
});

test("an empty history is complete for a newcomer, and proves nothing to who has seen a message", () => {
  assert.equal(selectPage([], { limit: 10 }), { messages: [], complete: true });
  assert.equal(selectPage([], { limit: 10, before: 5 }), { messages: [], complete: true });
  assert.equal(selectPage([], { limit: 10, after: 0 }), { messages: [], complete: true });
  assert.equal(selectPage([], { limit: 10, after: 5 }), { messages: [], complete: false });
});

test("a history that began anew proves nothing to who has seen a message of the old one", () => {
  const kept = [storedMessage(7, 0), storedMessage(9, 7)];
  assert.not.ok(selectPage(kept, { after: 5, limit: 10 }).complete);
  assert.ok(selectPage(kept, { after: 0, limit: 10 }).complete);
});

test("nothing newer is certain only to who has seen the newest", () => {
  const kept = [storedMessage(7, 0)];
  assert.equal(selectPage(kept, { after: 7, limit: 10 }), { messages: [], complete: true });
  assert.equal(selectPage(kept, { after: 8, limit: 10 }), { messages: [], complete: false });
});

test("the newest side says that it left out what lies between", () => {
  const kept = [storedMessage(1, 0), storedMessage(2, 1), storedMessage(3, 2)];
  const newest = selectPage(kept, { after: 1, limit: 1, side: "newest" });
  assert.equal(newest, { messages: [kept[2]], complete: false });
  const oldest = selectPage(kept, { after: 1, limit: 1, side: "oldest" });
  assert.equal(oldest, { messages: [kept[1]], complete: true });
});

test("paging onward from any message gives every message once, in order", () => {
  fc.assert(
    fc.property(world, fc.integer({ min: 1, max: 5 }), ({ kept }, limit) => {
      const seen: StoredMessage[] = [];
      for (;;) {
        const { messages } = selectPage(kept, { after: seen.at(-1)?.id ?? 0, limit });
        if (messages.length === 0) break;
        seen.push(...messages);
      }
      assert.equal(seen, kept);
    }),
    RUNS,
  );
});

test("paging back gives every message once, and ends with a complete page where nothing was trimmed", () => {
  fc.assert(
    fc.property(world, fc.integer({ min: 1, max: 5 }), ({ kept }, limit) => {
      let page = selectPage(kept, { limit });
      let seen = [...page.messages];
      while (!page.complete && page.messages.length > 0) {
        page = selectPage(kept, { before: (seen[0] as StoredMessage).id, limit });
        seen = [...page.messages, ...seen];
      }
      assert.equal(seen, kept);
      assert.is(page.complete, kept.length === 0 || kept[0]?.prev === 0);
    }),
    RUNS,
  );
});

function selectByHand(kept: readonly StoredMessage[], asked: PageQuery): StoredMessage[] {
  const { before = Infinity, after = -1, limit, side } = asked;
  const fitting = kept.filter((message) => message.id < before && message.id > after);
  const fromTheFront = asked.after !== undefined && side !== "newest";
  if (fromTheFront) return fitting.slice(0, limit);
  return fitting.slice(Math.max(0, fitting.length - limit));
}

test.run();
