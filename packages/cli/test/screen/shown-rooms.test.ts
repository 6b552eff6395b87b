// What of a room is shown.

import * as assert from "uvu/assert";

import type { Entry, RoomSnapshot } from "@chat/client";
import { suite } from "../../../../test-support/suite.ts";
import { ShownRooms } from "../../src/screen/shown-rooms.ts";

const test = suite("ShownRooms");

function message(id: number, username: string): Entry {
  const message = { id, prev: id - 1, room: "ops", username, message: `m${id}`, timestamp: "" };
  return { type: "message", key: `m${id}`, message };
}

function createRoom(...entries: Entry[]): RoomSnapshot {
  return {
    ...{ room: "ops", status: "joined", entries, drafts: [], members: [], typing: ["eve", "bob"] },
    ...{ lastId: entries.length, older: "none" },
  };
}

const keys = (room: RoomSnapshot): string[] => room.entries.map(({ key }) => key);

test("with nobody ignored and nothing cleared it is the room itself", () => {
  const room = createRoom(message(1, "bob"));
  assert.is(new ShownRooms(() => []).of(room), room);
});

test("nothing is shown of who is ignored: messages, comings and goings, typing", () => {
  const joined: Entry = {
    type: "joined",
    key: "n1",
    room: "ops",
    username: "eve",
    timestamp: "",
    members: 2,
  };
  const room = createRoom(message(1, "bob"), joined, message(2, "eve"), {
    type: "gap",
    key: "g2",
    after: 2,
  });
  let ignored: readonly string[] = ["eve"];
  const shown = new ShownRooms(() => ignored);
  assert.equal(keys(shown.of(room)), ["m1", "g2"]);
  assert.equal(shown.of(room).typing, ["bob"]);
  assert.is(shown.of(room), shown.of(room), "the same until something changes");
  ignored = [];
  assert.is(shown.of(room), room);
});

test("what was cleared away stays away until it is shown again", () => {
  const nobody: readonly string[] = [];
  const shown = new ShownRooms(() => nobody);
  const before = createRoom(message(1, "bob"), message(2, "bob"));
  shown.clear(createRoom(message(1, "bob")));
  assert.equal(keys(shown.of(before)), ["m2"]);
  shown.clear(before);
  assert.equal(keys(shown.of(before)), []);
  const after = createRoom(message(1, "bob"), message(2, "bob"), message(3, "bob"));
  assert.equal(keys(shown.of(after)), ["m3"]);
  // The beginning of the log was let go meanwhile.
  assert.equal(keys(shown.of(createRoom(message(3, "bob")))), ["m3"]);
  assert.ok(shown.lift("ops"));
  assert.not(shown.lift("ops"));
  assert.is(shown.of(after), after);
});

test.run();
