// What becomes one write, and what each caller hears of it.

import * as assert from "uvu/assert";

import { ChatError } from "@chat/protocol";

import { suite } from "../../../../../test-support/suite.ts";
import { AppendQueue } from "../../../src/stores/redis/append-queue.ts";

const test = suite("AppendQueue");

interface Write {
  room: string;
  drafts: readonly string[];
  answer: (answers?: string[]) => void;
  fail: (error: Error) => void;
}

/** A queue whose writes wait for the test. */
function create(): { queue: AppendQueue<string, string>; writes: Write[] } {
  const writes: Write[] = [];
  const queue = new AppendQueue<string, string>(
    (room, drafts) =>
      new Promise((resolve, reject) => {
        const answers = drafts.map((one) => `${one}!`);
        writes.push({ room, drafts, answer: (given = answers) => resolve(given), fail: reject });
      }),
  );
  return { queue, writes };
}

const turn = () => new Promise((resolve) => setImmediate(resolve));

test("an idle room is written to at the end of the turn, with all that came in it", async () => {
  const { queue, writes } = create();
  void queue.append("general", "one");
  void queue.append("general", "two");
  assert.is(writes.length, 0);
  await turn();
  assert.equal(
    writes.map(({ drafts }) => drafts),
    [["one", "two"]],
  );
});

test("what comes while a write is under way is the next one, in order, each with its own answer", async () => {
  const { queue, writes } = create();
  const first = queue.append("general", "one");
  await turn();
  const others = ["two", "three", "four"].map((text) => queue.append("general", text));
  await turn();
  assert.is(writes.length, 1);
  writes[0]?.answer();
  await turn();
  assert.equal(
    writes.map(({ drafts }) => drafts),
    [["one"], ["two", "three", "four"]],
  );
  writes[1]?.answer();
  assert.equal(await Promise.all([first, ...others]), ["one!", "two!", "three!", "four!"]);
});

test("rooms do not wait for each other, and what is due for several leaves together", async () => {
  let together = 0;
  const rooms: string[] = [];
  const queue = new AppendQueue<string, string>(
    (room) => {
      rooms.push(room);
      return new Promise(() => undefined);
    },
    (act) => {
      together++;
      act();
    },
  );
  void queue.append("one", "a");
  void queue.append("two", "b");
  await turn();
  assert.equal(rooms, ["one", "two"]);
  assert.is(together, 1);
});

test("a batch has an upper bound", async () => {
  const { queue, writes } = create();
  const answers = Array.from({ length: 600 }, (_, index) => queue.append("general", `${index}`));
  for (let round = 0; round < 3; round++) {
    await turn();
    writes[round]?.answer();
  }
  assert.is((await Promise.all(answers)).length, 600);
  assert.equal(
    writes.map(({ drafts }) => drafts.length),
    [256, 256, 88],
  );
});

test("a write that fails is told to all that were in it, and the room goes on", async () => {
  const { queue, writes } = create();
  const first = queue.append("general", "one");
  await turn();
  writes[0]?.fail(new Error("connection lost"));
  try {
    await first;
    assert.unreachable();
  } catch (error) {
    assert.instance(error, ChatError);
    assert.is((error as ChatError).code, "unavailable");
  }
  await turn();
  const second = queue.append("general", "two");
  await turn();
  writes[1]?.answer();
  assert.is(await second, "two!");
});

test("what waits behind a write that fails is told at once, not after a time-out of its own", async () => {
  const { queue, writes } = create();
  const first = queue.append("general", "one");
  await turn();
  const behind = ["two", "three"].map((text) => queue.append("general", text));
  const outcomes = Promise.allSettled([first, ...behind]);
  writes[0]?.fail(new Error("connection lost"));
  assert.equal(
    (await outcomes).map(({ status }) => status),
    ["rejected", "rejected", "rejected"],
  );
  assert.is(writes.length, 1);
});

test.run();
