// What a room can tell of a draft that may have been stored.

import * as assert from "uvu/assert";

import { suite } from "../../../test-support/suite.ts";
import { Room } from "../src/room.ts";
import { ManualClock } from "./support/manual-clock.ts";
import { EVERYTHING, chain, history, message } from "./support/log.ts";

const test = suite("Room");

/** A room whose backlog has these ids. The author of all is ada. */
function enter(...ids: number[]): Room {
  const ignore = (): void => undefined;
  const room = new Room({
    ...{ name: "general", username: "ada", backlog: EVERYTHING, keepEntries: 1_000 },
    ...{ clock: new ManualClock(), emit: ignore, changed: ignore },
  });
  room.receiveHistory(history(chain(0, ...ids), true));
  return room;
}

test("a draft is found behind what was there before it", () => {
  const room = enter(1, 2);
  assert.equal(room.findOwn("text 2", 1), message(2, 1));
  assert.is(room.findOwn("text 1", 1), "absent");
});

test("a room that began with the draft tells that it is absent", () => {
  assert.is(enter().findOwn("text 1", 0), "absent");
});

test("what a gap may hide is unknown", () => {
  const room = enter();
  room.receiveMessage(message(3, 2));
  room.append(room.log.giveUp());
  assert.is(room.findOwn("text 2", 0), "unknown");
});

test.run();
