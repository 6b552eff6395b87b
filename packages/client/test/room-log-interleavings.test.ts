// A room's log under every interleaving of what a server and a network may do.

import fc from "fast-check";
import * as assert from "uvu/assert";

import type { Message, RoomHistory } from "@chat/protocol";

import { suite } from "../../../test-support/suite.ts";
import { RoomLog } from "../src/room-log.ts";
import type { Entry } from "../src/types.ts";
import { came, history, message } from "./support/log.ts";

const test = suite("RoomLog, whatever happens");

/** A server's history as random tests know it: who keeps the newest, may be emptied, and says what is whole. */
class Model {
  list: Message[] = [];
  all = new Map<number, Message>();
  #lastId = 0;
  #keep: number;

  constructor(keep: number) {
    this.#keep = keep;
  }

  post(step: number): Message {
    const posted = message(this.#lastId + step, this.list.at(-1)?.id ?? 0);
    this.#lastId = posted.id;
    this.list = [...this.list, posted].slice(-this.#keep);
    this.all.set(posted.id, posted);
    return posted;
  }

  newest(after: number | undefined, limit: number): RoomHistory {
    return this.#answer(this.list.filter(({ id }) => id > (after ?? 0)).slice(-limit), after ?? 0);
  }

  oldest(after: number, limit: number): RoomHistory {
    return this.#answer(this.list.filter(({ id }) => id > after).slice(0, limit), after);
  }

  #answer(messages: Message[], after: number): RoomHistory {
    const [first] = messages;
    if (first === undefined) return history([], (this.list.at(-1)?.id ?? 0) === after);
    return history(messages, first.prev === after || (first.prev !== 0 && first.prev < after));
  }
}

const step = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({ do: fc.constant("post" as const), by: fc.integer({ min: 1, max: 3 }) }),
  },
  { weight: 6, arbitrary: fc.record({ do: fc.constant("deliver" as const), at: fc.nat(4) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("repeat" as const), at: fc.nat(20) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("lose" as const), at: fc.nat(4) }) },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant("ask" as const),
      limit: fc.integer({ min: 1, max: 4 }),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant("rejoin" as const),
      limit: fc.integer({ min: 1, max: 6 }),
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("answer" as const) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("flush" as const) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("notice" as const) }) },
);

test("whatever is lost, late, repeated or emptied: ids ascend, each once, and every hole is marked or repaired", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 2, max: 12 }),
      fc.nat(5),
      fc.array(step, { maxLength: 60 }),
      (keep, before, steps) => {
        const server = new Model(keep);
        for (let i = 0; i < before; i++) server.post(1);
        const log = new RoomLog(10_000);
        const told: Entry[] = [];
        let wire: Message[] = [];
        let asked: { after: number; page: RoomHistory }[] = [];
        told.push(...log.begin(server.newest(undefined, 3), 3));
        for (const act of steps) {
          if (act.do === "post") wire.push(server.post(act.by));
          else if (act.do === "flush") server.list = [];
          else if (act.do === "notice") told.push(...log.addNotice(came));
          else if (act.do === "ask" && log.hole) {
            asked.push({ after: log.lastId, page: server.oldest(log.lastId, act.limit) });
          } else if (act.do === "answer") {
            const answer = asked.shift();
            if (answer !== undefined) told.push(...log.fill(answer.after, answer.page));
          } else if (act.do === "rejoin") {
            // A new connection: what was under way on the old one never comes.
            wire = [];
            asked = [];
            told.push(...log.resume(server.newest(log.lastId, act.limit)));
          } else if (act.do === "deliver" || act.do === "lose") {
            const [taken] = wire.splice(act.at, 1);
            if (taken !== undefined && act.do === "deliver") told.push(...log.receive(taken));
          } else if (act.do === "repeat") {
            const known = [...server.all.values()][act.at];
            // What is still under way will come in its own time.
            if (known !== undefined && !wire.includes(known)) told.push(...log.receive(known));
          }
        }
        for (const rest of wire) told.push(...log.receive(rest));
        // In the end everything that can be repaired is, and the rest is given up.
        for (let i = 0; log.hole; i++) {
          const { lastId } = log;
          told.push(...log.fill(lastId, server.oldest(lastId, 3)));
          if (log.lastId === lastId) told.push(...log.giveUp());
          assert.ok(i < 200, "the repair ends");
        }
        checkLog(log.entries, server);
        assert.equal(
          told.map(({ key }) => key),
          log.entries.map(({ key }) => key),
        );
        assert.is(new Set(told.map(({ key }) => key)).size, told.length);
      },
    ),
    { numRuns: 3_000 },
  );
});

/** Ids ascend, nothing is invented, and between two neighbours without a gap nothing is missing that was ever stored. */
function checkLog(entries: readonly Entry[], server: Model): void {
  let last: Message | undefined;
  let gap = false;
  for (const entry of entries) {
    if (entry.type === "gap") gap = true;
    if (entry.type !== "message") continue;
    const { message: now } = entry;
    assert.equal(now, server.all.get(now.id));
    if (last !== undefined) {
      assert.ok(now.id > last.id, `${now.id} behind ${last.id}`);
      for (const id of gap ? [] : server.all.keys()) {
        assert.not.ok(id > last.id && id < now.id, `${id} is missing without a mark`);
      }
    }
    last = now;
    gap = false;
  }
}

test.run();
