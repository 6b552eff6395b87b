// The form of an archive: what is written is read back the same, and what is wrong is named with its line.

import * as assert from "uvu/assert";

import { suite } from "../../../../test-support/suite.ts";
import {
  ArchiveError,
  readArchive,
  toEndLine,
  toHeadLine,
  toRoomLines,
} from "../../src/archive/archive-lines.ts";
import type { ArchivedRoom } from "../../src/rooms/room-archive.ts";
import { storedMessage } from "../support/stored-message.ts";

const test = suite("archive lines");

const AT = Date.UTC(2026, 10, 22, 12);
const ROOM: ArchivedRoom = {
  room: "general",
  messages: [
    storedMessage(1, 0, 'line\nbreak "quoted" \u6f22'),
    storedMessage(9_007_199_254_740_990, 1),
  ],
  nonces: [
    { username: "ada", nonce: "n:1 {}", json: storedMessage(1, 0).json, expiresAt: AT + 1_234 },
  ],
  expiresAt: AT + 86_400_000,
};

function write(...rooms: ArchivedRoom[]): string[] {
  const lines = [toHeadLine(rooms.length, AT), ...rooms.flatMap((room) => [...toRoomLines(room)])];
  return [...lines, toEndLine(rooms.length, 0)].map((line) => line.trimEnd());
}

async function read(lines: readonly string[]): Promise<ArchivedRoom[]> {
  const rooms: ArchivedRoom[] = [];
  for await (const room of readArchive(given(lines))) rooms.push(room);
  return rooms;
}

async function* given(lines: readonly string[]): AsyncGenerator<string> {
  yield* lines;
}

async function faultOf(lines: readonly string[]): Promise<string> {
  try {
    await read(lines);
    return "none";
  } catch (error) {
    assert.instance(error, ArchiveError);
    return (error as Error).message;
  }
}

test("rooms are read back as they were written, to the character", async () => {
  const quiet: ArchivedRoom = { room: "quiet", messages: [], nonces: [], expiresAt: undefined };
  assert.equal(await read(write(ROOM, quiet)), [ROOM, quiet]);
  assert.equal(await read(write()), []);
});

test("fields that this program does not know stay with their message", async () => {
  const json = storedMessage(1, 0).json.replace(/\}$/, ',"colour":"red"}');
  const room = { ...ROOM, nonces: [], messages: [{ id: 1, prev: 0, json }] };
  assert.equal(await read(write(room)), [room]);
});

test("an archive that was cut off is not taken for a whole one", async () => {
  const lines = write(ROOM);
  for (let length = 0; length < lines.length; length++) {
    assert.match(await faultOf(lines.slice(0, length)), "ends early", `${length} lines`);
  }
  const torn = [...lines.slice(0, 2), lines[2]?.slice(0, 20) ?? ""];
  assert.match(await faultOf(torn), "Line 3 of the archive is not JSON");
});

test("a room that lacks a line is not given", async () => {
  const lines = write(ROOM);
  assert.match(await faultOf(lines.toSpliced(3, 1)), "Line 5 of the archive comes before all of");
});

for (const [what, at, change, fault] of [
  ["something else", 0, () => '{"hello":"world"}', "Line 1 .* archive of the chat"],
  [
    "a later form",
    0,
    (line: string) => line.replace('"version":1', '"version":2'),
    "Line 1 .* version 2",
  ],
  [
    "a room that can be none",
    1,
    (line: string) => line.replace("general", "a b"),
    "Line 2 .* no room",
  ],
  ["a message of another room", 2, (line: string) => line.replace("general", "ops"), "Line 3 "],
  [
    "an id that does not grow",
    3,
    (line: string) => line.replace("9007199254740990", "1"),
    "Line 4 ",
  ],
  [
    "a text that controls terminals",
    2,
    (line: string) => line.replace("quoted", "\\u001b[31m"),
    "Line 3 ",
  ],
  ["a line of no known kind", 4, () => '{"type":"treasure"}', "Line 5 "],
  [
    "an end that counts otherwise",
    5,
    (line: string) => line.replace('"rooms":1', '"rooms":2'),
    "Line 6 .* counts 2",
  ],
] as const) {
  test(`${what} is refused, with its line`, async () => {
    const lines = write(ROOM);
    lines[at] = change(lines[at] ?? "");
    assert.match(await faultOf(lines), new RegExp(fault));
  });
}

test.run();
