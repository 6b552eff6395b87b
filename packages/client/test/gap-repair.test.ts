// How holes are filled, and when they are given up.

import * as assert from "uvu/assert";

import { ChatError, type Message, type RoomHistory } from "@chat/protocol";

import { suite } from "../../../test-support/suite.ts";
import { FAILED_MAX, FRUITLESS_MAX, repairGaps } from "../src/gap-repair.ts";
import { RoomLog } from "../src/room-log.ts";
import { ManualClock } from "./support/manual-clock.ts";

const test = suite("repairGaps");

function message(id: number, prev = id - 1): Message {
  const timestamp = "2026-01-01T00:00:00.000Z";
  return { id, prev, room: "general", username: "ada", message: "text", timestamp };
}

function page(complete: boolean, ...messages: Message[]): RoomHistory {
  return { room: "general", messages, complete };
}

/** A log that has 1, misses 2 to 8 and holds 9 back, and a repair of it that asks `answer`. */
function repair(answer: (after: number, count: number) => RoomHistory): {
  log: RoomLog;
  clock: ManualClock;
  asked: number[];
  stop: AbortController;
  done: Promise<void>;
} {
  const log = new RoomLog(100);
  log.begin(page(true, message(1, 0)), 100);
  log.receive(message(9));
  const clock = new ManualClock();
  const asked: number[] = [];
  const stop = new AbortController();
  const fetchPage = async (after: number): Promise<RoomHistory> => {
    asked.push(after);
    // What `answer` refers to is there only once this call has returned.
    await Promise.resolve();
    return answer(after, asked.length);
  };
  const ports = { clock, random: () => 0.5, fetchPage, appended: () => undefined };
  return { log, clock, asked, stop, done: repairGaps(log, ports, stop.signal) };
}

test("asks page by page until there is no hole", async () => {
  const all = [2, 3, 4, 5, 6, 7, 8, 9].map((id) => message(id));
  const { log, asked, done } = repair((after) =>
    page(true, ...all.filter(({ id }) => id > after).slice(0, 3)),
  );
  await done;
  assert.equal(asked, [1, 4, 7]);
  assert.is(log.entries.length, 9);
  assert.not.ok(log.hole);
});

test("a page that brings nothing is asked for again, and then the hole is one for good", async () => {
  const { log, clock, asked, done } = repair(() => page(false));
  await clock.advance(60_000);
  await done;
  assert.is(asked.length, FRUITLESS_MAX);
  assert.equal(
    log.entries.map(({ type }) => type),
    ["message", "gap", "message"],
  );
});

test("a history that trails what was announced is waited for", async () => {
  const { log, clock, done } = repair((_after, count) =>
    count < 3 ? page(true) : page(true, ...[2, 3, 4, 5, 6, 7, 8, 9].map((id) => message(id))),
  );
  await clock.advance(60_000);
  await done;
  assert.equal([...new Set(log.entries.map(({ type }) => type))], ["message"]);
});

test("a store that is away for a while costs nothing but time", async () => {
  const { log, clock, done } = repair((_after, count) => {
    if (count < FAILED_MAX) throw new ChatError("unavailable", "away");
    return page(true, ...[2, 3, 4, 5, 6, 7, 8, 9].map((id) => message(id)));
  });
  await clock.advance(120_000);
  await done;
  assert.is(log.entries.length, 9);
});

test("waits as long as a rate limit says", async () => {
  const { clock, asked, done } = repair((_after, count) => {
    if (count === 1) throw new ChatError("rate_limited", "slow down", { retryAfterMs: 20_000 });
    return page(true, ...[2, 3, 4, 5, 6, 7, 8, 9].map((id) => message(id)));
  });
  await clock.advance(19_000);
  assert.is(asked.length, 1);
  await clock.advance(1_000);
  await done;
  assert.is(asked.length, 2);
});

test("a history that is refused for good is given up at once", async () => {
  const { log, asked, done } = repair(() => {
    throw new ChatError("not_joined", "no");
  });
  await done;
  assert.is(asked.length, 1);
  assert.is(log.entries[1]?.type, "gap");
});

test("gives up nothing where the connection was lost meanwhile", async () => {
  const { log, stop, done } = repair(() => {
    stop.abort();
    throw new ChatError("unavailable", "lost");
  });
  await done;
  assert.ok(log.hole);
  assert.is(log.entries.length, 1);
});

test("a wait ends with the connection, and leaves no timer", async () => {
  const { clock, stop, done } = repair(() => page(false));
  await clock.advance(0);
  assert.is(clock.pending, 1);
  stop.abort();
  await done;
  assert.is(clock.pending, 0);
});

test.run();
