// The rules of a room's log, one by one.

import * as assert from "uvu/assert";

import { suite } from "../../../test-support/suite.ts";
import { RoomLog } from "../src/room-log.ts";
import { came, EVERYTHING, chain, history, message, shape, started } from "./support/log.ts";

const test = suite("RoomLog");

test("shows the backlog, then what follows it", () => {
  const log = started(1, 2);
  assert.is(shape(log.receive(message(3, 2))), "3");
  assert.is(shape(log.entries), "1 2 3");
  assert.is(log.lastId, 3);
});

test("holds back what arrives before the backlog and puts it behind", () => {
  const log = new RoomLog(1_000);
  assert.equal(log.receive(message(2, 1)), []);
  assert.equal(log.receive(message(3, 2)), []);
  assert.not.ok(log.hole);
  assert.is(shape(log.begin(history(chain(0, 1, 2), true), EVERYTHING)), "1 2 3");
});

test("a backlog that does not reach back to the beginning has no gap in front", () => {
  const log = new RoomLog(1_000);
  log.begin(history(chain(7, 8, 9), false), EVERYTHING);
  assert.is(shape(log.entries), "8 9");
});

test("a backlog that is not to be shown still tells where the log goes on", () => {
  const log = new RoomLog(1_000);
  log.begin(history(chain(7, 8), false), 0);
  assert.is(shape(log.entries), "");
  assert.is(log.lastId, 8);
  log.receive(message(9, 8));
  assert.is(shape(log.entries), "9");
});

test("drops what it has", () => {
  const log = started(1, 2, 3);
  assert.equal(log.receive(message(2, 1)), []);
  assert.equal(log.receive(message(3, 2)), []);
  assert.is(shape(log.entries), "1 2 3");
});

test("holds back what comes behind a hole until the hole is filled", () => {
  const log = started(1);
  assert.equal(log.receive(message(4, 3)), []);
  assert.ok(log.hole);
  assert.is(shape(log.fill(1, history(chain(1, 2, 3, 4), true))), "2 3 4");
  assert.not.ok(log.hole);
});

test("a missing message that comes late fills the hole by itself", () => {
  const log = started(1);
  log.receive(message(3, 2));
  assert.is(shape(log.receive(message(2, 1))), "2 3");
  assert.not.ok(log.hole);
});

test("fills a hole page by page", () => {
  const log = started(1);
  log.receive(message(9, 8));
  log.fill(1, history(chain(1, 2, 3), true));
  assert.is(log.lastId, 3);
  assert.ok(log.hole);
  log.fill(3, history(chain(3, 8, 9), true));
  assert.is(shape(log.entries), "1 2 3 8 9");
  assert.not.ok(log.hole);
});

test("marks what the server no longer has when a page says so", () => {
  const log = started(1);
  log.receive(message(9, 8));
  log.fill(1, history(chain(6, 7, 8, 9), false));
  assert.is(shape(log.entries), "1 (1..7) 7 8 9");
});

test("a server that vouches for a page is believed, whatever stood between in its list", () => {
  const log = started(1);
  log.receive(message(9, 8));
  log.fill(1, history([message(5, 4), message(9, 5)], true));
  assert.is(shape(log.entries), "1 5 9");
  assert.is(shape(log.resume(history([message(12, 11)], true))), "12");
});

test("marks what is missing inside a page", () => {
  const log = started(1);
  log.receive(message(9, 8));
  log.fill(1, history([message(2, 1), message(8, 5), message(9, 8)], true));
  assert.is(shape(log.entries), "1 2 (2..8) 8 9");
});

test("marks a hole that is given up, and goes on behind it", () => {
  const log = started(1);
  log.receive(message(5, 4));
  log.receive(message(6, 5));
  log.receive(message(9, 8));
  assert.is(shape(log.giveUp()), "(1..5) 5 6");
  assert.ok(log.hole);
  assert.is(shape(log.giveUp()), "(6..9) 9");
  assert.not.ok(log.hole);
});

test("a history that was emptied leaves a gap", () => {
  const log = started(1, 2);
  assert.is(shape(log.receive(message(9, 0))), "(2..9) 9");
});

test("a history that lost only what the log has leaves none", () => {
  const log = started(1, 2, 3);
  assert.is(shape(log.receive(message(9, 2))), "9");
});

test("the first message of an empty room follows at once", () => {
  const log = started();
  assert.is(shape(log.receive(message(9, 0))), "9");
});

test("in a room that was empty a message that is not the first leaves a hole", () => {
  const log = started();
  log.receive(message(9, 8));
  assert.ok(log.hole);
  log.fill(0, history(chain(7, 8, 9), false));
  assert.is(shape(log.entries), "(0..8) 8 9");
});

test("coming back repeats nothing", () => {
  const log = started(1, 2);
  assert.equal(log.resume(history([], true)), []);
  assert.is(shape(log.resume(history(chain(2, 3, 4), true))), "3 4");
  assert.equal(log.resume(history(chain(2, 3, 4), true)), []);
  assert.is(shape(log.entries), "1 2 3 4");
});

test("coming back to a history that goes on without telling from where leaves a hole", () => {
  const log = started(1, 2);
  assert.equal(log.resume(history(chain(7, 8, 9), false)), []);
  assert.ok(log.hole);
  log.fill(2, history(chain(2, 5, 7, 8), true));
  assert.is(shape(log.entries), "1 2 5 7 8 9");
});

test("coming back to an emptied history leaves one gap, however often, closed by the next message", () => {
  const log = started(1, 2);
  log.resume(history([], false));
  log.resume(history([], false));
  assert.is(shape(log.entries), "1 2 (2..)");
  const open = log.entries[2];
  log.addNotice(came);
  log.receive(message(9, 0));
  assert.is(shape(log.entries), "1 2 (2..9) +bob 9");
  assert.is.not(log.entries[2], open);
  assert.is(log.entries[2]?.key, open?.key);
});

test("coming back to a history that was emptied and filled anew leaves a gap", () => {
  const log = started(1, 2);
  assert.is(shape(log.resume(history(chain(0, 8, 9), false))), "(2..8) 8 9");
});

test("a resumed log asks for what it was told to come after", () => {
  const log = new RoomLog(1_000);
  log.resumeAfter(5);
  log.resume(history(chain(8, 9), false));
  assert.ok(log.hole);
  log.fill(5, history(chain(5, 8, 9), true));
  assert.is(shape(log.entries), "8 9");
});

test("a page that was asked for before the log went on is judged by what is in it", () => {
  const log = started(1);
  log.receive(message(9, 8));
  log.receive(message(2, 1));
  log.fill(1, history([message(5, 1)], true));
  assert.is(shape(log.entries), "1 2 5");
  log.fill(1, history([message(7, 6)], true));
  assert.is(shape(log.entries), "1 2 5 (5..7) 7");
});

test("a late answer to an earlier coming back is judged by what is in it", () => {
  const log = started(1, 2, 3);
  log.resume(history([message(2, 1), message(9, 8)], true));
  assert.ok(log.hole);
});

test("notices keep their place behind a hole", () => {
  const log = started(1);
  log.receive(message(4, 3));
  assert.equal(log.addNotice(came), []);
  log.receive(message(5, 4));
  log.fill(1, history(chain(1, 2, 3, 4, 5), true));
  // The page has 5 already, so that the notice follows it: what is held is never put before what is known.
  assert.is(shape(log.entries), "1 2 3 4 5 +bob");
});

test("the entries are the same array until something changes, and never change themselves", () => {
  const log = started(1, 2);
  const before = log.entries;
  assert.is(log.entries, before);
  log.receive(message(3, 2));
  assert.is(shape(before), "1 2");
  assert.is.not(log.entries, before);
  assert.is(log.entries[0], before[0]);
});

test("keeps no more entries than it may, the newest", () => {
  const log = new RoomLog(10);
  log.begin(history([], true), EVERYTHING);
  for (let id = 1; id <= 500; id++) {
    log.receive(message(id, id - 1));
    assert.ok(log.entries.length <= 10);
  }
  assert.is(shape(log.entries), "491 492 493 494 495 496 497 498 499 500");
  assert.ok(log.cut);
});

test("older pages go in front, come on top of the bound, and tell nobody", () => {
  const log = new RoomLog(2);
  log.begin(history(chain(7, 8, 9), false), EVERYTHING);
  log.prepend(chain(4, 5, 6, 7));
  assert.is(shape(log.entries), "5 6 7 8 9");
  assert.is(shape(log.receive(message(10, 9))), "10");
  assert.is(shape(log.entries), "6 7 8 9 10");
});

test("what is missing in or behind an older page is marked", () => {
  const log = new RoomLog(100);
  log.begin(history(chain(7, 8, 9), false), EVERYTHING);
  log.prepend([message(2, 1), message(4, 3), message(8, 7)]);
  assert.is(shape(log.entries), "2 (2..4) 4 (4..8) 8 9");
});

test("a gap in front of everything is not marked twice", () => {
  const log = new RoomLog(100);
  log.resumeAfter(5);
  log.resume(history(chain(7, 8, 9), false));
  log.fill(5, history(chain(7, 8, 9), false));
  log.prepend(chain(3, 4, 5));
  assert.is(shape(log.entries), "4 5 (5..8) 8 9");
});

test("an endless flood before the beginning is known is bounded, and what fell out is a hole", () => {
  const log = new RoomLog(10_000);
  for (let id = 2; id < 6_000; id++) log.receive(message(id, id - 1));
  log.begin(history(chain(0, 1), true), EVERYTHING);
  assert.ok(log.hole);
  assert.is(log.lastId, 1);
});

test("an endless flood behind a hole is bounded by giving the hole up", () => {
  const log = started(1);
  for (let id = 3; id < 6_000; id++) log.receive(message(id, id - 1));
  assert.not.ok(log.hole);
  assert.is(shape(log.entries.slice(0, 1)), "5000");
  assert.is(log.lastId, 5_999);
});

test.run();
