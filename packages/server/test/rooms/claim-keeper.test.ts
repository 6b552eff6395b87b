// Claims live as long as the messages that were written under the names.

import * as assert from "uvu/assert";

import { suite } from "../../../../test-support/suite.ts";
import { ClaimKeeper } from "../../src/rooms/claim-keeper.ts";
import type { LiveRoom } from "../../src/rooms/live-room.ts";
import { eventually } from "../support/eventually.ts";
import { MemoryNameClaims } from "../support/memory-name-claims.ts";

const test = suite("ClaimKeeper");

const NOTHING = {
  roster: { version: 0, born: 0, members: [] },
  rules: { revision: 0, rules: new Map() },
};
const NEVER_MS = 1_000_000;
let claims: MemoryNameClaims;
let live: string[];
let read: string[];
let warned: string[];
let keeper: ClaimKeeper;

test.before.each(() => {
  claims = new MemoryNameClaims();
  live = [];
  read = [];
  warned = [];
});

test.after.each(() => keeper.close());

function start(renewEveryMs: number): void {
  const said = ["Ada", "bob", "bob"].map((username) => {
    const json = JSON.stringify({
      id: 1,
      prev: 0,
      room: "r",
      username,
      message: `"username":"eve"`,
    });
    return { id: 1, prev: 0, json };
  });
  keeper = new ClaimKeeper({
    store: {
      claims,
      load: async (room) => {
        read.push(room);
        return { ...NOTHING, messages: said };
      },
    },
    names: { renewEveryMs, keepMs: 5_000 },
    rooms: {
      get names() {
        return live;
      },
      whenOpen: async (room) => {
        if (!live.includes(room)) return undefined;
        read.push(room);
        return {
          members: ["Cid", "bob"],
          page: () => ({ messages: said, complete: true }),
        } as unknown as LiveRoom;
      },
    },
    retention: { limit: 100 },
    warn: (room) => warned.push(room),
  });
}

test("with a message the claims of all who stand in the history are renewed, and of all who are in the room", async () => {
  start(NEVER_MS);
  keeper.note("general");
  await eventually(() => assert.equal(claims.calls, ["renew ada bob"]));
  live = ["ops"];
  keeper.note("ops");
  await eventually(() => assert.is(claims.calls[1], "renew ada bob cld"));
});

test("further messages of a room cost nothing until the next round", async () => {
  start(NEVER_MS);
  for (let at = 0; at < 1_000; at++) keeper.note("general");
  await eventually(() => assert.is(claims.calls.length, 1));
  keeper.note("general");
  assert.equal(read, ["general"]);
});

test("rooms with members are seen to in each round, though nobody says anything", async () => {
  live = ["general", "ops"];
  start(10);
  await eventually(() => assert.ok(read.length >= 6));
  assert.equal(read.slice(0, 4), ["general", "ops", "general", "ops"]);
});

test("where the store is away somebody hears of it, and the next message tries again", async () => {
  start(NEVER_MS);
  claims.away = true;
  keeper.note("general");
  await eventually(() => assert.equal(warned, ["general"]));
  claims.away = false;
  keeper.note("general");
  await eventually(() => assert.is(claims.calls.length, 2));
});

test.run();
