// Importing while others write: a room is compared anew, nothing of theirs is lost, and what is kept for longer stays so.

import * as assert from "uvu/assert";

import { suite } from "../../../../test-support/suite.ts";
import type { ArchivePart } from "../../src/archive/archive-form.ts";
import { importRooms } from "../../src/archive/import-rooms.ts";
import type { ArchivedRoom, FoundRoom, RoomArchive } from "../../src/rooms/room-archive.ts";
import { storedMessage } from "../support/stored-message.ts";

const test = suite("importRooms");

const NOW = 1_700_000_000_000;
const RETENTION = { limit: 100, ttlMs: 86_400_000 };
const WISHES = { only: undefined, replace: false, renew: false };
const [ONE, TWO, THREE] = [storedMessage(1, 0), storedMessage(2, 1), storedMessage(3, 2)] as const;

/** An archive of one room, to which something else may write before each write of ours. */
class ShakyArchive implements RoomArchive {
  room: FoundRoom = { ...archived([]), state: "" };
  writes = 0;
  readonly #meanwhile: (archive: ShakyArchive) => boolean;

  /** @param meanwhile may change the room; whether it did */
  constructor(meanwhile: (archive: ShakyArchive) => boolean) {
    this.#meanwhile = meanwhile;
  }

  rooms = async () => ["general"];
  names = async () => [];
  addName = async () => true;
  addNonces = async () => undefined;
  setRules = async () => true;
  close = async () => undefined;

  read = async () => this.room;

  write = async (
    found: FoundRoom,
    history: { messages: ArchivedRoom["messages"]; expiresAt: number },
  ) => {
    this.writes++;
    if (this.#meanwhile(this)) return false;
    this.room = { ...found, ...history };
    return true;
  };
}

function archived(messages: ArchivedRoom["messages"], expiresAt = NOW + 1_000): ArchivedRoom {
  return { room: "general", messages, nonces: [], rules: undefined, expiresAt };
}

async function* parts(room: ArchivedRoom): AsyncGenerator<ArchivePart> {
  yield { type: "room", room };
}

function run(archive: RoomArchive, room: ArchivedRoom) {
  return importRooms(archive, parts(room), WISHES, RETENTION, NOW, () => undefined);
}

test("what came in between is looked at before the room is written", async () => {
  const archive = new ShakyArchive((shaky) => {
    if (shaky.writes > 1) return false;
    shaky.room = { ...shaky.room, messages: [ONE, TWO] };
    return true;
  });
  const report = await run(archive, archived([ONE, TWO, THREE]));
  assert.equal([report.written, report.messages], [1, 1]);
  assert.equal(archive.room.messages, [ONE, TWO, THREE]);
});

test("what came in between and is something else is left as it is", async () => {
  const other = storedMessage(9, 0);
  const archive = new ShakyArchive((shaky) => {
    shaky.room = { ...shaky.room, messages: [other] };
    return true;
  });
  assert.equal((await run(archive, archived([ONE]))).refused, ["general"]);
  assert.equal(archive.room.messages, [other]);
});

test("a room that is written to all the time ends the import, and is not waited for without end", async () => {
  const archive = new ShakyArchive(() => true);
  try {
    await run(archive, archived([ONE]));
    assert.unreachable();
  } catch (error) {
    assert.match((error as Error).message, "general is written to all the time");
  }
  assert.ok(archive.writes > 1 && archive.writes < 100);
});

test("a history that goes on with what is imported is kept no shorter for that", async () => {
  const archive = new ShakyArchive(() => false);
  archive.room = { ...archived([ONE], NOW + 5_000), state: "" };
  await run(archive, archived([ONE, TWO], NOW + 1_000));
  assert.is(archive.room.expiresAt, NOW + 5_000);
  await run(archive, archived([ONE, TWO, THREE], NOW + 9_000));
  assert.is(archive.room.expiresAt, NOW + 9_000);
});

test.run();
