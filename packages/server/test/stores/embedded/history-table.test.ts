// The rules of a history on disk that take time to see: what is forgotten, and that ids grow all the same.

import * as assert from "uvu/assert";

import { NONCE_WINDOW_MS } from "@chat/protocol";

import { suite } from "../../../../../test-support/suite.ts";
import type { StoredMessage } from "../../../src/rooms/room-store.ts";
import { draft } from "../describe-room-store.ts";
import { HistoriesOnDisk, START, TTL_MS } from "./histories-on-disk.ts";

const test = suite("HistoryTable");

let disk: HistoriesOnDisk;

test.before.each(() => {
  disk = new HistoriesOnDisk();
});

test.after.each(() => disk.close());

/** How many entries all tables hold. */
function size(): number {
  const { messages, rooms, journal } = disk.tables;
  return [messages, rooms, journal].reduce((sum, table) => sum + table.getCount(), 0);
}

test("an id is the moment in microseconds, or one more than the last where the clock stands or goes back", () => {
  assert.is(disk.append("one").id, START * 1_000);
  assert.is(disk.append("two").id, START * 1_000 + 1);
  disk.now -= 3_600_000;
  assert.is(disk.append("three").id, START * 1_000 + 2);
  disk.now = START + 1;
  assert.is(disk.append("four").id, (START + 1) * 1_000);
});

test("a history is there until its newest message is as old as the time to live", () => {
  disk.append("one");
  disk.now += TTL_MS - 1;
  assert.is(disk.histories.read("general").length, 1);
  assert.is.not(disk.histories.tip("general"), 0);
  assert.is(disk.histories.summaries().length, 1);
  disk.now += 1;
  assert.equal(disk.histories.read("general"), []);
  assert.is(disk.histories.tip("general"), 0);
  assert.equal(disk.histories.summaries(), []);
});

test("a room that begins anew after an expiry has nothing of the old history, and greater ids", () => {
  const old = disk.append("one");
  disk.now += TTL_MS;
  const message = disk.append("two");
  assert.is(message.prev, 0);
  assert.ok(message.id > old.id);
  assert.equal(disk.histories.read("general"), [message]);
});

for (const forgotten of [false, true]) {
  const what = forgotten ? "the room was forgotten" : "the room expired";
  test(`ids go on growing where ${what} and the clock was set back since`, () => {
    const old = disk.append("one");
    disk.now += TTL_MS;
    if (forgotten) disk.sweep();
    // Expired still, in the one case; in the other the room is not known any more.
    disk.now = forgotten ? START - 3_600_000 : START + TTL_MS;
    const message = disk.append("two");
    assert.ok(message.id > old.id);
    assert.is(message.prev, 0);
  });
}

test("a sweep leaves nothing of what has expired, and everything else", () => {
  disk.append("one", { nonce: "n" });
  disk.append("two", { room: "other", nonce: "n" });
  disk.now += 2 * NONCE_WINDOW_MS + TTL_MS;
  const kept = disk.append("three", { room: "other", nonce: "m" });
  disk.sweep();
  assert.equal(disk.histories.read("other"), [kept]);
  assert.is(size(), 1, "what the journal has");
  disk.transact(() => disk.histories.settleAll());
  assert.is(size(), 3, "a message, its room and the journal");
  disk.now += 2 * NONCE_WINDOW_MS + TTL_MS;
  disk.sweep();
  assert.is(size(), 0);
});

test("a nonce that was used again after its window is not forgotten with its first use", () => {
  disk.append("one", { nonce: "n" });
  disk.now += NONCE_WINDOW_MS;
  const again = disk.append("one", { nonce: "n" });
  disk.now += 1;
  disk.sweep();
  const { message, repeated } = disk.transact(() =>
    disk.histories.append(draft("one", { nonce: "n" })),
  );
  assert.ok(repeated);
  assert.is(message.id, again.id);
});

test("a nonce is known for its whole window, wherever in the turns of the disk.tables it falls", () => {
  for (let step = 0; step < 20; step++) {
    const nonce = `step ${step}`;
    const { id } = disk.append("one", { nonce });
    disk.now += NONCE_WINDOW_MS - 1;
    disk.sweep();
    const again = disk.transact(() => disk.histories.append(draft("one", { nonce })));
    assert.equal([again.repeated, again.message.id], [true, id]);
    disk.now += Math.floor(NONCE_WINDOW_MS / 7);
  }
});

test("a nonce that comes twice in one transaction is one message", () => {
  const [first, second] = disk.transact(() =>
    [1, 2].map(() => disk.histories.append(draft("one", { nonce: "n" }))),
  );
  assert.equal([first?.repeated, second?.repeated], [false, true]);
  assert.is(second?.message.id, first?.message.id);
  assert.is(disk.histories.read("general").length, 1);
});

test("nonces are known after the directory was opened anew, as long as their window lasts", () => {
  const { id } = disk.append("one", { nonce: "n" });
  disk.now += NONCE_WINDOW_MS - 1;
  disk.reopen();
  const again = disk.transact(() => disk.histories.append(draft("one", { nonce: "n" })));
  assert.equal([again.repeated, again.message.id], [true, id]);
  disk.now += 1;
  disk.reopen();
  assert.not(disk.transact(() => disk.histories.append(draft("one", { nonce: "n" }))).repeated);
});

test("of a transaction that fails nothing is kept: no message, no id, no nonce", () => {
  const before = disk.append("one");
  assert.throws(
    () =>
      disk.histories.transact(() => {
        disk.histories.append(draft("two", { nonce: "n" }));
        throw new Error("disk full");
      }),
    /disk full/,
  );
  assert.equal(disk.histories.read("general"), [before]);
  const after = disk.transact(() => disk.histories.append(draft("two", { nonce: "n" })));
  assert.not(after.repeated);
  assert.is(after.message.prev, before.id);
});

for (const settling of [false, true]) {
  const what = settling ? "settled" : "in the journal";
  test(`a history that is ${what} is never longer than the limit, however many come in one transaction`, () => {
    const all: StoredMessage[] = [];
    for (const size of [5, 1, 1, 4, 2, 45, 1, 1, 1, 23]) {
      const texts = Array.from({ length: size }, (_, index) => `${all.length + index}`);
      all.push(
        ...disk.transact(() => texts.map((text) => disk.histories.append(draft(text)).message)),
      );
      if (settling) disk.transact(() => disk.histories.settleAll());
      assert.equal(disk.histories.read("general"), all.slice(-3));
      const chunks = [...disk.tables.messages.getRange()].map(({ value }) => value.split("\n"));
      assert.is(chunks.flat().length, settling ? 3 : 0, "no more than that is on the disk");
    }
  });
}

test("a text is deleted from whichever chunk it is in, also once that was cut", () => {
  disk.reopen(30);
  const all = Array.from({ length: 50 }, (_, index) => disk.append(`text ${index}`));
  disk.transact(() => disk.histories.settleAll());
  for (const at of [20, 24, 49]) {
    const { id } = all[at] as StoredMessage;
    all[at] = disk.transact(() => disk.histories.erase("general", id)) as StoredMessage;
    assert.equal(disk.histories.read("general"), all.slice(-30));
  }
  assert.is(
    disk.transact(() => disk.histories.erase("general", (all[19] as StoredMessage).id)),
    "absent",
  );
});

test("a sweep in the transaction in which an expired room begins anew takes nothing of it", () => {
  disk.append("old");
  disk.now += TTL_MS;
  const message = disk.transact(() => {
    const appended = disk.histories.append(draft("new")).message;
    disk.histories.sweep();
    return appended;
  });
  assert.equal(disk.histories.read("general"), [message]);
  assert.is(disk.histories.tip("general"), message.id);
});

test("rooms of names that begin alike are kept apart", () => {
  disk.append("one", { room: "a" });
  disk.append("two", { room: "a.b" });
  disk.append("three", { room: "aa" });
  for (const room of ["a", "a.b", "aa"]) assert.is(disk.histories.read(room).length, 1, room);
  disk.now += TTL_MS;
  disk.append("four", { room: "a" });
  disk.sweep();
  assert.equal(
    disk.histories.summaries().map(({ room }) => room),
    ["a"],
  );
  assert.is(disk.histories.read("a").length, 1);
});

test.run();
