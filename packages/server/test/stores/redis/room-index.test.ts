// The index of rooms, on a connection that fails when it is told to.

import * as assert from "uvu/assert";

import { suite } from "../../../../../test-support/suite.ts";
import type { ScriptedConnection } from "../../../src/stores/redis/commands.ts";
import { RoomIndex } from "../../../src/stores/redis/room-index.ts";
import { Heard } from "../../support/heard.ts";

const test = suite("RoomIndex");

/** An index, and the rooms that it wrote; the first `failures` writes fail. */
function create(failures: number, notedMax?: number): { index: RoomIndex; written: Heard<string> } {
  const written = new Heard<string>();
  let left = failures;
  const commands = {
    zadd: async (_key: string, _at: number, room: string) => {
      if (left-- > 0) throw new Error("the connection is not there yet");
      written.add(room);
    },
    expire: async () => undefined,
  };
  return { index: new RoomIndex(commands as unknown as ScriptedConnection, 60, notedMax), written };
}

test("a room is noted once, however often it is used", async () => {
  const { index, written } = create(0);
  for (let use = 0; use < 5; use++) index.note("general");
  index.note("other");
  assert.equal(await written.count(2), ["general", "other"]);
});

test("of more rooms than are remembered the longest unnoted is forgotten, and no other", async () => {
  const { index, written } = create(0, 2);
  for (const room of ["a", "b", "c"]) index.note(room);
  for (const room of ["b", "c", "a"]) index.note(room);
  assert.equal(await written.count(4), ["a", "b", "c", "a"]);
});

test("a room that could not be noted is noted soon, though nobody uses it again", async () => {
  const { index, written } = create(2);
  index.note("general");
  await written.has("general");
  index.note("general");
  assert.equal(written.all, ["general"]);
});

test("after a renewal a room in use is noted again", async () => {
  const { index, written } = create(0);
  index.note("general");
  index.renew();
  index.note("general");
  assert.equal(await written.count(2), ["general", "general"]);
});

test.run();
