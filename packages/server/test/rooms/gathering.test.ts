// Who waits for whom, and in which order they go.

import * as assert from "uvu/assert";

import { suite } from "../../../../test-support/suite.ts";
import { Gathering } from "../../src/rooms/gathering.ts";

const test = suite("Gathering");

let pauseMs: number;
let now: number;
let gathering: Gathering;
let gone: string[];

test.before.each(() => {
  pauseMs = 60_000;
  now = 0;
  gone = [];
  gathering = new Gathering(
    () => pauseMs,
    128,
    () => now,
  );
});

/** A draft that waits as long as it has to, as the chat has it wait. */
async function post(draft: string, room = "general", hearers = 8): Promise<void> {
  const pause = gathering.wait(room, hearers);
  if (pause) await pause;
  gone.push(draft);
}

const turn = () => new Promise((resolve) => setImmediate(resolve));

test("without a pause nothing waits, not even for the next turn", () => {
  pauseMs = 0;
  void post("one");
  assert.equal(gone, ["one"]);
});

test("each room's pause begins with its own first draft", async () => {
  pauseMs = 10;
  const early = post("early", "a");
  now = 8;
  const late = post("late", "b");
  now = 10;
  await early;
  await turn();
  assert.equal(gone, ["early"]);
  now = 18;
  await late;
  assert.equal(gone, ["early", "late"]);
});

test("rooms whose pauses end nearly together go together, each room's drafts in order", async () => {
  pauseMs = 5;
  const first = post("a1", "a");
  now = 4;
  const others = [post("b1", "b"), post("a2", "a")];
  now = 5;
  await first;
  await turn();
  assert.is(gone.length, 3);
  await Promise.all(others);
  assert.equal(
    gone.filter((draft) => draft.startsWith("a")),
    ["a1", "a2"],
  );
});

test("of many rooms that are due at once a part goes at a time, the first first, and none is left behind", async () => {
  pauseMs = 5;
  const rooms = Array.from({ length: 6 }, (_, index) => `room${index}`);
  const all = rooms.map((room) => post(room, room, 50));
  now = 5;
  await all[0];
  await turn();
  assert.equal(gone, ["room0", "room1", "room2"]);
  await Promise.all(all);
  assert.equal(gone, rooms);
});

test("where enough came for a room it waits no longer, and others go on waiting", async () => {
  for (let count = 1; count <= 7; count++) void post(`${count}`);
  void post("elsewhere", "other");
  await turn();
  assert.equal(gone, []);
  void post("8");
  await turn();
  assert.equal(gone, ["1", "2", "3", "4", "5", "6", "7", "8"]);
  for (let count = 2; count <= 8; count++) void post(`${count} elsewhere`, "other");
  await turn();
  assert.is(gone.length, 16);
});

test("what comes in the turn in which they go, when there is no pause any more, is not ahead of them", async () => {
  for (let count = 1; count <= 8; count++) void post(`${count}`);
  pauseMs = 0;
  void post("9");
  await turn();
  assert.equal(gone, ["1", "2", "3", "4", "5", "6", "7", "8", "9"]);
});

test("what goes to many hearers does not wait, unless others of its room do", async () => {
  void post("one", "large", 64);
  assert.equal(gone, ["one"]);
  void post("two", "grown", 8);
  void post("three", "grown", 64);
  assert.equal(gone, ["one"]);
  await turn();
  assert.equal(gone, ["one", "two", "three"]);
});

test("what one hearer is told does not wait, unless others of its room do", async () => {
  void post("one", "own", 1);
  void post("two", "left", 2);
  void post("three", "left", 1);
  assert.equal(gone, ["one"]);
  for (let count = 0; count < 31; count++) void post("more", "left", 2);
  await turn();
  assert.equal(gone.slice(0, 4), ["one", "two", "three", "more"]);
});

test("a room that has gone can gather anew", async () => {
  for (let count = 1; count <= 8; count++) void post(`${count}`);
  await turn();
  void post("9");
  await turn();
  assert.is(gone.length, 8);
  for (let count = 10; count <= 16; count++) void post(`${count}`);
  await turn();
  assert.is(gone.length, 16);
});

test.run();
