// What is in the journal, and when it gets where it stays: nothing is lost or doubled in between, whenever the process dies.

import * as assert from "uvu/assert";

import { NONCE_WINDOW_MS } from "@chat/protocol";

import { suite } from "../../../../../test-support/suite.ts";
import type { StoredMessage } from "../../../src/rooms/room-store.ts";
import { addNonces, readNonces } from "../../../src/stores/embedded/journal.ts";
import { draft } from "../describe-room-store.ts";
import { HistoriesOnDisk, TTL_MS } from "./histories-on-disk.ts";

const test = suite("Journal");

let disk: HistoriesOnDisk;

test.before.each(() => {
  disk = new HistoriesOnDisk();
});

test.after.each(() => disk.close());

/** How many rooms have messages in chunks of their own. */
function settledRooms(): number {
  return disk.tables.rooms.getCount();
}

test("what was added is found again wherever it was when the process died, once and in order", () => {
  const all: StoredMessage[] = [];
  for (let step = 0; step < 12; step++) {
    all.push(disk.append(`${step}`, { nonce: `n${step}` }));
    disk.now += step === 5 ? 11_000 : 1;
    disk.reopen(12);
    assert.equal(disk.histories.read("general"), all, `after ${step}`);
    assert.is(disk.histories.tip("general"), all.at(-1)?.id);
  }
  for (const time of ["once", "twice"]) {
    disk.transact(() => disk.histories.settleAll());
    disk.reopen(12);
    assert.equal(disk.histories.read("general"), all, `settled ${time}`);
  }
  assert.equal(disk.histories.read("general"), all);
  const again = disk.transact(() => disk.histories.append(draft("0", { nonce: "n0" })));
  assert.equal([again.repeated, again.message], [true, all[0]]);
});

test("a room is settled ten seconds after its first message, along with another transaction", () => {
  disk.append("one");
  disk.now += 9_999;
  disk.append("two", { room: "other" });
  assert.is(settledRooms(), 0);
  disk.now += 2;
  disk.append("three", { room: "other" });
  assert.is(settledRooms(), 1);
  assert.is(disk.histories.read("general").length, 1);
});

test("a transaction settles few rooms, so that nobody waits for all of them", () => {
  disk.transact(() => {
    for (let room = 0; room < 40; room++)
      disk.histories.append(draft("one", { room: `room${room}` }));
  });
  disk.now += 11_000;
  const settled = [1, 2, 3].map(() => {
    disk.append("another", { room: "general" });
    return settledRooms();
  });
  assert.equal(settled, [16, 32, 40]);
  for (let room = 0; room < 40; room++) assert.is(disk.histories.read(`room${room}`).length, 1);
  assert.is(disk.histories.summaries().length, 41);
});

test("where a transaction fails that was to settle rooms they are settled later, and nothing is doubled", () => {
  const one = disk.append("one");
  disk.now += 11_000;
  const fail = () =>
    disk.histories.transact(() => {
      throw new Error("disk full");
    });
  assert.throws(fail, /disk full/);
  assert.is(settledRooms(), 0);
  assert.equal(disk.histories.read("general"), [one]);
  const two = disk.append("two");
  assert.is(settledRooms(), 1);
  assert.equal(disk.histories.read("general"), [one, two]);
  disk.reopen();
  assert.equal(disk.histories.read("general"), [one, two]);
});

test("of a room that is written to without end a thousand messages wait at most", () => {
  disk.reopen(5_000);
  const all: StoredMessage[] = [];
  for (let step = 0; step < 3; step++) {
    disk.transact(() => {
      for (let at = 0; at < 600; at++)
        all.push(disk.histories.append(draft(`${all.length}`)).message);
    });
  }
  assert.is(disk.tables.rooms.get("general")?.count, 1_200);
  assert.equal(disk.histories.read("general"), all);
  disk.reopen(5_000);
  assert.equal(disk.histories.read("general"), all);
});

test("the journal forgets nothing that was not settled", () => {
  disk.reopen(3, 10 * NONCE_WINDOW_MS);
  const message = disk.append("one", { nonce: "n" });
  for (let step = 0; step < 3; step++) {
    disk.now += NONCE_WINDOW_MS;
    disk.sweep();
  }
  assert.is(disk.tables.journal.getCount(), 0);
  disk.reopen(3, 10 * NONCE_WINDOW_MS);
  assert.equal(disk.histories.read("general"), [message]);
});

test("nor of many rooms that were silent since, more than a transaction settles", () => {
  disk.reopen(3, 10 * NONCE_WINDOW_MS);
  const rooms = Array.from({ length: 40 }, (_, index) => `room${index}`);
  disk.transact(() => rooms.map((room) => disk.histories.append(draft("one", { room }))));
  disk.now += 3 * NONCE_WINDOW_MS;
  disk.sweep();
  assert.is(disk.tables.journal.getCount(), 0);
  disk.reopen(3, 10 * NONCE_WINDOW_MS);
  for (const room of rooms) assert.is(disk.histories.read(room).length, 1, room);
});

test("of a room that is written to without end no more wait than its history keeps", () => {
  for (let step = 0; step < 40; step++) {
    disk.transact(() => {
      for (let at = 0; at < 50; at++) disk.histories.append(draft(`${step}-${at}`));
    });
  }
  assert.is(settledRooms(), 0, "never so many that it could not wait");
  assert.is(disk.histories.read("general").length, 3);
});

test("a deleted text is nowhere, and stays deleted where the process dies", () => {
  const kept = disk.append("kept", { nonce: "k" });
  const { id } = disk.append("secret", { nonce: "n" });
  const erased = disk.transact(() => disk.histories.erase("general", id)) as StoredMessage;
  assert.equal(disk.histories.read("general"), [kept, erased]);
  const last = disk.append("last");
  disk.reopen();
  assert.equal(disk.histories.read("general"), [kept, erased, last]);
  const repeated = disk.transact(() => disk.histories.append(draft("secret", { nonce: "n" })));
  assert.equal(repeated, { message: erased, repeated: true });
  const texts = [disk.tables.messages, disk.tables.journal].flatMap((table) =>
    [...table.getRange()].map(({ value }) => value),
  );
  assert.not.match(texts.join("\n"), "secret");
});

test("an expired history is not found again with the one that began after it", () => {
  disk.append("old");
  disk.now += TTL_MS;
  const message = disk.append("new");
  disk.reopen();
  assert.equal(disk.histories.read("general"), [message]);
});

test("what was put in the place of a history stays where the process dies", () => {
  const theirs = disk.append("theirs", { room: "other" });
  disk.now += 1;
  disk.append("mine", { nonce: "n" });
  disk.transact(() => disk.histories.replace("general", [theirs], disk.now + TTL_MS));
  disk.reopen();
  assert.equal(disk.histories.read("general"), [theirs]);
  assert.is(disk.histories.expiresAt("general"), disk.now + TTL_MS);
  assert.ok(disk.transact(() => disk.histories.append(draft("mine", { nonce: "n" }))).repeated);
});

test("a nonce may have any characters", () => {
  const nonce = 'tab\t, line\n, "quote" and \u2028';
  const { id } = disk.append("one", { nonce });
  disk.reopen();
  const again = disk.transact(() => disk.histories.append(draft("one", { nonce })));
  assert.equal([again.repeated, again.message.id], [true, id]);
  assert.equal(
    readNonces(disk.tables, disk.now).map((kept) => kept.nonce),
    [nonce],
  );
});

test("what was imported stands for its nonces, and is no message of the history", () => {
  const { json } = disk.append("one", { room: "elsewhere" });
  const kept = {
    room: "elsewhere",
    username: "ada",
    nonce: "n",
    json,
    expiresAt: disk.now + 1_000,
  };
  const expiresAt = disk.now + NONCE_WINDOW_MS;
  disk.tables.root.transactionSync(() => {
    addNonces(disk.tables, [{ ...kept, expiresAt }]);
    disk.tables.rooms.removeSync("elsewhere");
  });
  const before = disk.tables.journal.getCount();
  const list = JSON.stringify([["elsewhere\nbob\nm", json]]);
  disk.tables.root.transactionSync(() => disk.tables.journal.putSync(disk.now * 1_000 + 500, list));
  assert.is(disk.tables.journal.getCount(), before + 1);
  disk.reopen();
  assert.is(disk.histories.read("elsewhere").length, 1, "as added, not as imported");
  for (const nonce of ["n", "m"]) {
    const again = disk.transact(() =>
      disk.histories.append(draft("one", { room: "elsewhere", nonce })),
    );
    assert.equal([again.repeated, again.message.json], [true, json]);
  }
});

test.run();
