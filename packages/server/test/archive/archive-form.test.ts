// The form of an archive: what is written is read back the same, and what is wrong is named with its line.

import * as assert from "uvu/assert";

import { suite } from "../../../../test-support/suite.ts";
import type { ArchivePart } from "../../src/archive/archive-form.ts";
import { ArchiveError, readArchive } from "../../src/archive/read-archive.ts";
import { toEndLine, toHeadLine, toNameLine, toRoomLines } from "../../src/archive/write-archive.ts";
import type { ArchivedName, ArchivedRoom } from "../../src/rooms/room-archive.ts";
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
  rules: {
    revision: 7,
    expiresAt: AT + 9,
    rules: [
      ["topic", "a \n b"],
      ["closed", ""],
    ],
  },
  expiresAt: AT + 86_400_000,
};

const NAME: ArchivedName = { username: "ada", proof: "p".repeat(43), expiresAt: AT + 5 };

function write(...rooms: ArchivedRoom[]): string[] {
  const messages = rooms.reduce((sum, room) => sum + room.messages.length, 0);
  const lines = [
    toHeadLine(rooms.length, AT),
    toNameLine(NAME),
    ...rooms.flatMap((room) => [...toRoomLines(room)]),
    toEndLine({ names: 1, rooms: rooms.length, messages }),
  ];
  return lines.map((line) => line.trimEnd());
}

async function read(lines: readonly string[]): Promise<ArchivePart[]> {
  const parts: ArchivePart[] = [];
  for await (const part of readArchive(given(lines))) parts.push(part);
  return parts;
}

function partsOf(...rooms: ArchivedRoom[]): ArchivePart[] {
  return [{ type: "name", name: NAME }, ...rooms.map((room) => ({ type: "room", room }) as const)];
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

test("names and rooms are read back as they were written, to the character", async () => {
  const quiet: ArchivedRoom = {
    ...{ room: "quiet", messages: [], nonces: [] },
    ...{ rules: undefined, expiresAt: undefined },
  };
  assert.equal(await read(write(ROOM, quiet)), partsOf(ROOM, quiet));
  assert.equal(await read(write()), partsOf());
});

test("fields that this program does not know stay with their message", async () => {
  const json = storedMessage(1, 0).json.replace(
    /(?=,"timestamp")/,
    ',"colour":"red","deleted":true',
  );
  const room = { ...ROOM, nonces: [], messages: [{ id: 1, prev: 0, json }] };
  assert.equal(await read(write(room)), partsOf(room));
});

test("an archive that was cut off is not taken for a whole one", async () => {
  const lines = write(ROOM);
  for (let length = 0; length < lines.length; length++) {
    assert.match(await faultOf(lines.slice(0, length)), "ends early", `${length} lines`);
  }
  const torn = [...lines.slice(0, 5), lines[5]?.slice(0, 20) ?? ""];
  assert.match(await faultOf(torn), "Line 6 of the archive is not JSON");
});

test("a room that lacks a line is not given", async () => {
  const lines = write(ROOM);
  assert.match(await faultOf(lines.toSpliced(6, 1)), "Line 8 of the archive comes before all of");
});

for (const [what, at, before, after, fault] of [
  ["something else", 0, /.*/, '{"hello":"world"}', "Line 1 .* archive of the chat"],
  ["a later form", 0, '"version":1', '"version":2', "Line 1 .* version 2"],
  ["a name without a proof", 1, /p{43}/, "secret", "Line 2 .* no name with its owner"],
  ["a room that can be none", 2, "general", "a b", "Line 3 .* no room"],
  ["a rule without a name", 3, "topic", "", "Line 4 .* no rule"],
  ["the revision as a rule", 3, "topic", "v", "Line 4 .* no rule"],
  ["a message of another room", 5, "general", "ops", "Line 6 .* no message"],
  ["a message without a text", 5, '"message":"line', '"massage":"line', "Line 6 .* no message"],
  ["a text that controls terminals", 5, "quoted", "\\u001b[31m", "Line 6 .* no message"],
  ["an id that does not grow", 6, "9007199254740990", "1", "Line 7 "],
  ["a nonce of nobody", 7, "ada", "a b", "Line 8 "],
  ["a line of no known kind", 7, /.*/, '{"type":"treasure"}', "Line 8 .* no kind"],
  ["an end that counts otherwise", 8, '"rooms":1', '"rooms":2', "Line 9 .* counts 2 rooms"],
] as const) {
  test(`${what} is refused, with its line`, async () => {
    const lines = write(ROOM);
    lines[at] = (lines[at] ?? "").replace(before, after);
    assert.match(await faultOf(lines), new RegExp(fault));
  });
}

test.run();
