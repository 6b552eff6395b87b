// From message to message.

import * as assert from "uvu/assert";

import type { ChatClientApi, Entry } from "@chat/client";
import type { Message } from "@chat/protocol";
import { suite } from "../../../../test-support/suite.ts";
import { LogJumps } from "../../src/screen/log-jumps.ts";
import type { LogScroller } from "../../src/screen/log-scroller.ts";
import type { ScreenRooms } from "../../src/screen/screen-rooms.ts";

const test = suite("LogJumps");

const toMessage = (id: number, text: string, username = "bob"): Message => {
  return {
    id,
    prev: id - 1,
    room: "ops",
    username,
    message: text,
    timestamp: "2026-11-22T14:05:00Z",
  };
};

/** A room of which older messages are loaded page by page. */
function create(pages: Message[][]): { jumps: LogJumps; revealed: string[]; loaded: () => number } {
  const revealed: string[] = [];
  let loaded = 1;
  const entries = (): Entry[] =>
    pages
      .slice(-loaded)
      .flat()
      .map((message) => ({ type: "message", key: `m${message.id}`, message }));
  const client = {
    getSnapshot: () => ({
      username: "ada",
      rooms: new Map([
        ["ops", { entries: entries(), older: loaded < pages.length ? "maybe" : "none" }],
      ]),
    }),
    loadOlder: async () => void (loaded += 1),
  };
  const scroller = {
    reveal: (key: string) => revealed.push(key),
    toEnd: () => revealed.push("end"),
  };
  const rooms = { room: "ops", pane: { view: { toEnd() {} } } };
  const jumps = new LogJumps(
    client as unknown as ChatClientApi,
    rooms as unknown as ScreenRooms,
    scroller as unknown as LogScroller,
    () => ["eve"],
  );
  return { jumps, revealed, loaded: () => loaded };
}

test("mentions are gone through from the newest to the oldest and back, older ones loaded as needed", async () => {
  const { jumps, revealed, loaded } = create([
    [toMessage(1, "ada?"), toMessage(2, "no")],
    [toMessage(3, "ada!", "eve"), toMessage(4, "ada", "ada"), toMessage(5, "ada.")],
  ]);
  assert.is(await jumps.mention("older"), undefined);
  assert.is(loaded(), 1);
  await jumps.mention("older");
  assert.is(loaded(), 2);
  assert.is(await jumps.mention("older"), "no older message names you");
  await jumps.mention("newer");
  assert.is(await jumps.mention("newer"), "no newer message names you");
  assert.equal(revealed, ["m5", "m1", "m5", "end"]);
});

test("after another move the next jump starts from the newest again", async () => {
  const { jumps, revealed } = create([[toMessage(1, "ada"), toMessage(2, "ada")]]);
  await jumps.mention("older");
  await jumps.mention("older");
  jumps.moved();
  await jumps.mention("older");
  assert.equal(revealed, ["m2", "m1", "m2"]);
});

test("hits are counted from the newest; past the last one nothing moves", () => {
  const { jumps, revealed } = create([[]]);
  assert.match(jumps.hit("older"), "nothing was searched for");
  const said = jumps.found("x", [toMessage(3, "x"), toMessage(7, "x")]);
  assert.match(said, '"x": 1 of 2');
  assert.match(jumps.hit("older"), "2 of 2");
  assert.is(jumps.hit("older"), 'no older message has "x"');
  assert.match(jumps.hit("newer"), "1 of 2");
  assert.is(jumps.hit("newer"), 'no newer message has "x"');
  assert.equal(revealed, ["m7", "m3", "m7"]);
});

test.run();
