// The rules of a history on disk that take time to see: what is forgotten, and that ids grow all the same.

import * as assert from "uvu/assert";

import { NONCE_WINDOW_MS } from "@chat/protocol";

import { suite } from "../../../../../test-support/suite.ts";
import type { StoredMessage } from "../../../src/rooms/room-store.ts";
import { type Tables, openTables } from "../../../src/stores/embedded/database.ts";
import { HistoryTable } from "../../../src/stores/embedded/history-table.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";
import { draft } from "../describe-room-store.ts";

const test = suite("HistoryTable");

const TTL_MS = 60_000;
const START = 1_700_000_000_000;
let now: number;
let tables: Tables;
let histories: HistoryTable;

test.before.each(() => {
  now = START;
  tables = openTables(temporaryFolder());
  histories = new HistoryTable(tables, { limit: 3, ttlMs: TTL_MS }, () => now);
});

test.after.each(() => tables.root.close());

function transact<T>(act: () => T): T {
  const results: T[] = [];
  histories.transact(() => void results.push(act()));
  return results[0] as T;
}

function append(text: string, other: Parameters<typeof draft>[1] = {}): StoredMessage {
  return transact(() => histories.append(draft(text, other))).message;
}

function sweep(): void {
  histories.transact(() => histories.sweep());
}

/** How many entries all tables hold. */
function size(): number {
  const { messages, rooms, nonces } = tables;
  return [messages, rooms, nonces].reduce((sum, table) => sum + table.getCount(), 0);
}

test("an id is the moment in microseconds, or one more than the last where the clock stands or goes back", () => {
  assert.is(append("one").id, START * 1_000);
  assert.is(append("two").id, START * 1_000 + 1);
  now -= 3_600_000;
  assert.is(append("three").id, START * 1_000 + 2);
  now = START + 1;
  assert.is(append("four").id, (START + 1) * 1_000);
});

test("a history is there until its newest message is as old as the time to live", () => {
  append("one");
  now += TTL_MS - 1;
  assert.is(histories.read("general").length, 1);
  assert.is.not(histories.tip("general"), 0);
  assert.is(histories.summaries().length, 1);
  now += 1;
  assert.equal(histories.read("general"), []);
  assert.is(histories.tip("general"), 0);
  assert.equal(histories.summaries(), []);
});

test("a room that begins anew after an expiry has nothing of the old history, and greater ids", () => {
  const old = append("one");
  now += TTL_MS;
  const message = append("two");
  assert.is(message.prev, 0);
  assert.ok(message.id > old.id);
  assert.equal(histories.read("general"), [message]);
});

for (const forgotten of [false, true]) {
  const what = forgotten ? "the room was forgotten" : "the room expired";
  test(`ids go on growing where ${what} and the clock was set back since`, () => {
    const old = append("one");
    now += TTL_MS;
    if (forgotten) sweep();
    // Expired still, in the one case; in the other the room is not known any more.
    now = forgotten ? START - 3_600_000 : START + TTL_MS;
    const message = append("two");
    assert.ok(message.id > old.id);
    assert.is(message.prev, 0);
  });
}

test("a sweep leaves nothing of what has expired, and everything else", () => {
  append("one", { nonce: "n" });
  append("two", { room: "other", nonce: "n" });
  now += 2 * NONCE_WINDOW_MS + TTL_MS;
  const kept = append("three", { room: "other", nonce: "m" });
  sweep();
  assert.equal(histories.read("other"), [kept]);
  assert.is(size(), 3, "a message, its room and its nonce");
  now += 2 * NONCE_WINDOW_MS + TTL_MS;
  sweep();
  assert.is(size(), 0);
});

test("a nonce that was used again after its window is not forgotten with its first use", () => {
  append("one", { nonce: "n" });
  now += NONCE_WINDOW_MS;
  const again = append("one", { nonce: "n" });
  now += 1;
  sweep();
  const { message, repeated } = transact(() => histories.append(draft("one", { nonce: "n" })));
  assert.ok(repeated);
  assert.is(message.id, again.id);
});

test("a nonce is known for its whole window, wherever in the turns of the tables it falls", () => {
  for (let step = 0; step < 20; step++) {
    const nonce = `step ${step}`;
    const { id } = append("one", { nonce });
    now += NONCE_WINDOW_MS - 1;
    sweep();
    const again = transact(() => histories.append(draft("one", { nonce })));
    assert.equal([again.repeated, again.message.id], [true, id]);
    now += Math.floor(NONCE_WINDOW_MS / 7);
  }
});

test("a nonce that comes twice in one transaction is one message", () => {
  const [first, second] = transact(() =>
    [1, 2].map(() => histories.append(draft("one", { nonce: "n" }))),
  );
  assert.equal([first?.repeated, second?.repeated], [false, true]);
  assert.is(second?.message.id, first?.message.id);
  assert.is(histories.read("general").length, 1);
});

test("nonces are known after the directory was opened anew, as long as their window lasts", () => {
  const { id } = append("one", { nonce: "n" });
  const reopened = () => new HistoryTable(tables, { limit: 3, ttlMs: TTL_MS }, () => now);
  now += NONCE_WINDOW_MS - 1;
  histories = reopened();
  const again = transact(() => histories.append(draft("one", { nonce: "n" })));
  assert.equal([again.repeated, again.message.id], [true, id]);
  now += 1;
  histories = reopened();
  assert.not(transact(() => histories.append(draft("one", { nonce: "n" }))).repeated);
});

test("of a transaction that fails nothing is kept: no message, no id, no nonce", () => {
  const before = append("one");
  assert.throws(
    () =>
      histories.transact(() => {
        histories.append(draft("two", { nonce: "n" }));
        throw new Error("disk full");
      }),
    /disk full/,
  );
  assert.equal(histories.read("general"), [before]);
  const after = transact(() => histories.append(draft("two", { nonce: "n" })));
  assert.not(after.repeated);
  assert.is(after.message.prev, before.id);
});

test("a history is never longer than the limit, however many come in one transaction", () => {
  const all: StoredMessage[] = [];
  for (const size of [5, 1, 1, 4, 2, 1, 1, 1, 3]) {
    const texts = Array.from({ length: size }, (_, index) => `${all.length + index}`);
    all.push(...transact(() => texts.map((text) => histories.append(draft(text)).message)));
    assert.equal(histories.read("general"), all.slice(-3));
    assert.ok(tables.messages.getCount() <= 3, "chunks of which nothing is left are removed");
  }
});

test("a sweep in the transaction in which an expired room begins anew takes nothing of it", () => {
  append("old");
  now += TTL_MS;
  const message = transact(() => {
    const appended = histories.append(draft("new")).message;
    histories.sweep();
    return appended;
  });
  assert.equal(histories.read("general"), [message]);
  assert.is(histories.tip("general"), message.id);
});

test("rooms of names that begin alike are kept apart", () => {
  append("one", { room: "a" });
  append("two", { room: "a.b" });
  append("three", { room: "aa" });
  for (const room of ["a", "a.b", "aa"]) assert.is(histories.read(room).length, 1, room);
  now += TTL_MS;
  append("four", { room: "a" });
  sweep();
  assert.equal(
    histories.summaries().map(({ room }) => room),
    ["a"],
  );
  assert.is(histories.read("a").length, 1);
});

test.run();
