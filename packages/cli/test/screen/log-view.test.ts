// What part of a room is in view, and that it stays there.

import fc from "fast-check";
import * as assert from "uvu/assert";

import type { Entry, RoomSnapshot } from "@chat/client";
import { suite } from "../../../../test-support/suite.ts";
import { textWidth } from "../../src/output/text-width.ts";
import type { LogLook } from "../../src/screen/log-items.ts";
import { LogView } from "../../src/screen/log-view.ts";
import { mentions } from "../../src/screen/mentions.ts";
import { createPaint } from "../../src/screen/paint.ts";
import { chooseTheme } from "../../src/screen/theme.ts";

const test = suite("LogView");
const WIDTH = 60;
const HEIGHT = 10;
const theLook: LogLook = {
  paint: createPaint(chooseTheme("none", "unknown"), false),
  lookalike: () => undefined,
};

function message(
  id: number,
  text = `message ${id}`,
  options: { username?: string; day?: number } = {},
): Entry {
  const { username = "bob", day = 1 } = options;
  const timestamp = new Date(2026, 0, day, 14, 5).toISOString();
  return {
    type: "message",
    key: String(id),
    message: { id, prev: id - 1, room: "ops", username, message: text, timestamp },
  };
}

function notice(type: "joined" | "left", username: string, key: string): Entry {
  const timestamp = new Date(2026, 0, 1, 14, 6).toISOString();
  const fields = { key, room: "ops", username, timestamp, members: 2 };
  return type === "joined" ? { type, ...fields } : { type, ...fields, reason: "left" };
}

function room(entries: readonly Entry[], rest: Partial<RoomSnapshot> = {}): RoomSnapshot {
  const last = entries.findLast((entry) => entry.type === "message");
  return {
    ...{ room: "ops", status: "joined", entries, drafts: [], members: ["ada", "bob"], typing: [] },
    lastId: last?.type === "message" ? last.message.id : 0,
    older: "maybe",
    ...rest,
  };
}

const range = (from: number, to: number): Entry[] =>
  Array.from({ length: to - from + 1 }, (_, index) => message(from + index));

test("the end of the log is in view, and stays in view as it grows", () => {
  const view = new LogView("ada");
  assert.match(
    view.look(room(range(1, 30)), theLook, WIDTH, HEIGHT).rows.at(-1) ?? "",
    "message 30",
  );
  const next = view.look(room(range(1, 31)), theLook, WIDTH, HEIGHT);
  assert.match(next.rows.at(-1) ?? "", "message 31");
  assert.ok(next.live);
});

test("a short log stands at the bottom", () => {
  const { rows, atTop } = new LogView("ada").look(room(range(1, 2)), theLook, WIDTH, HEIGHT);
  assert.is(rows.length, HEIGHT);
  assert.is(rows[0], "");
  assert.match(rows.at(-1) ?? "", "message 2");
  assert.ok(atTop);
});

test("names stand in a column, and text keeps its indent", () => {
  const long = "words ".repeat(12).trim();
  const { rows } = new LogView("ada").look(
    room([message(1, long), message(2, "b", { username: "carol" })]),
    theLook,
    WIDTH,
    4,
  );
  assert.equal(rows.slice(1), [
    "14:05    bob │ words words words words words words words",
    "             │ words words words words words",
    "14:05  carol │ b",
  ]);
});

test("each day begins with a line that names it", () => {
  const { rows } = new LogView("ada").look(
    room([message(1), message(2, "b", { day: 2 })]),
    theLook,
    WIDTH,
    4,
  );
  assert.match(rows[0] ?? "", /^── .*Jan.*1.*─$/);
  assert.match(rows[2] ?? "", /^── .*Jan.*2.*─$/);
});

test("comings and goings are condensed where there are many", () => {
  const few = [message(1), notice("joined", "carol", "a"), notice("left", "carol", "b")];
  assert.match(
    new LogView("ada").look(room(few), theLook, WIDTH, 3).rows.at(-1) ?? "",
    /-- │ carol joined, carol left$/,
  );
  const many = ["a", "b", "c", "d"].map((key) => notice("joined", key, key));
  const rows = new LogView("ada").look(
    room([message(1), ...many, notice("left", "a", "e")]),
    theLook,
    WIDTH,
    3,
  ).rows;
  assert.match(rows.at(-1) ?? "", /-- │ 4 joined, 1 left$/);
});

test("a hole is shown as one", () => {
  const entries: Entry[] = [message(1), { type: "gap", key: "g", after: 1, before: 9 }, message(9)];
  const { rows } = new LogView("ada").look(room(entries), theLook, WIDTH, 4);
  assert.match(rows[2] ?? "", "some messages are missing here");
});

test("what is not stored yet is marked, and what was refused says why", () => {
  const draft = { room: "ops", nonce: "n", createdAt: Date.now() };
  const drafts = [
    { ...draft, text: "going", state: "sending" as const },
    {
      ...draft,
      text: "gone",
      state: "failed" as const,
      error: { code: "invalid_message" as const, message: "No." },
    },
  ];
  const rows = new LogView("ada")
    .look(room(range(1, 3), { drafts }), theLook, WIDTH, HEIGHT)
    .rows.slice(-3);
  assert.match(rows[0] ?? "", /ada │ going {2}⧗$/);
  assert.match(rows[1] ?? "", /ada │ gone$/);
  assert.match(rows[2] ?? "", "✗ No.  /retry or /discard");
});

test("what waits because it was too much at once says so", () => {
  const error = { code: "rate_limited" as const, message: "Too many.", retryAfterMs: 900 };
  const draft = { room: "ops", nonce: "n", createdAt: 0, state: "waiting" as const };
  const drafts = [
    { ...draft, text: "fast", error },
    { ...draft, text: "cut", error: { ...error, code: "unavailable" as const } },
  ];
  const { rows } = new LogView("ada").look(room([], { drafts }), theLook, WIDTH, HEIGHT);
  const text = rows.join("\n");
  assert.match(text, /fast {2}⧗ slowed down: too much at once/);
  assert.match(text, /cut {2}⧗ *(\n|$)/);
});

test("scrolled back, the view does not move while messages come", () => {
  const view = new LogView("ada");
  view.look(room(range(1, 50)), theLook, WIDTH, HEIGHT);
  view.scroll(room(range(1, 50)), -20);
  const before = view.look(room(range(1, 50)), theLook, WIDTH, HEIGHT);
  assert.match(before.rows.at(-1) ?? "", "message 30");
  const later = view.look(room(range(1, 75)), theLook, WIDTH, HEIGHT);
  assert.equal(later.rows, before.rows);
  assert.is(later.newer, 25);
  assert.not(later.live);
});

test("older messages loaded above do not move the view either", () => {
  const view = new LogView("ada");
  view.look(room(range(50, 90)), theLook, WIDTH, HEIGHT);
  view.scroll(room(range(50, 90)), -20);
  const before = view.look(room(range(50, 90)), theLook, WIDTH, HEIGHT).rows;
  assert.equal(view.look(room(range(1, 90)), theLook, WIDTH, HEIGHT).rows, before);
});

test("scrolling ends at the top, which may ask for more, and at the end, which is live", () => {
  const view = new LogView("ada");
  const all = room(range(1, 30));
  view.look(all, theLook, WIDTH, HEIGHT);
  view.scroll(all, -Infinity);
  const top = view.look(all, theLook, WIDTH, HEIGHT);
  assert.match(top.rows[1] ?? "", "message 1");
  assert.ok(top.atTop);
  view.scroll(all, 1_000);
  assert.ok(view.look(all, theLook, WIDTH, HEIGHT).live);
});

test("where the messages in view are no longer kept, the oldest ones are shown", () => {
  const view = new LogView("ada");
  view.look(room(range(1, 50)), theLook, WIDTH, HEIGHT);
  view.scroll(room(range(1, 50)), -35);
  const { rows, live } = view.look(room(range(30, 80)), theLook, WIDTH, HEIGHT);
  assert.match(rows[1] ?? "", "message 30");
  assert.not(live);
});

test("the beginning of what is kept says so", () => {
  const look = (from: number) =>
    new LogView("ada").look(room(range(from, from + 1), { older: "none" }), theLook, WIDTH, HEIGHT)
      .rows;
  assert.ok(look(1).some((row) => row.includes("the history begins here")));
  assert.ok(look(7).some((row) => row.includes("older messages are not kept")));
});

test("rows never leave the window, whatever is said and however it is scrolled", () => {
  const text = fc.oneof(
    fc.string({ unit: "grapheme" }),
    fc.string({ unit: "binary" }),
    fc.constant("日本語 ".repeat(30)),
  );
  const entries = fc.array(
    fc.tuple(text, fc.constantFrom("bob", "日本語の名前はとても長い", "a".repeat(32))),
    { maxLength: 12 },
  );
  const scrolls = fc.array(fc.integer({ min: -30, max: 30 }), { maxLength: 6 });
  fc.assert(
    fc.property(
      entries,
      scrolls,
      fc.integer({ min: 20, max: 90 }),
      fc.integer({ min: 1, max: 12 }),
      (said, steps, width, height) => {
        const view = new LogView("ada");
        const snapshot = room(
          said.map(([words, username], index) => message(index + 1, words, { username })),
        );
        for (const step of [0, ...steps]) {
          view.scroll(snapshot, step);
          const { rows } = view.look(snapshot, theLook, width, height);
          assert.is(rows.length, height);
          for (const row of rows) {
            assert.ok(textWidth(row) <= width, JSON.stringify({ row, width }));
            assert.not(/\p{Cc}/u.test(row), JSON.stringify(row));
          }
        }
      },
    ),
  );
});

test("what came while one was away is below a line that stays where it is until one leaves again", () => {
  const view = new LogView("ada");
  view.leave(5);
  view.enter(8);
  const rows = (last: number): string[] =>
    view.look(room(range(1, last)), theLook, WIDTH, HEIGHT).rows;
  const place = (last: number): number => rows(last).findIndex((row) => /^─+ new ─+$/.test(row));
  assert.match(rows(8)[place(8) - 1] ?? "", "message 5");
  assert.match(rows(8)[place(8) + 1] ?? "", "message 6");
  assert.is(place(10), place(8) - 2);
  view.leave(10);
  view.enter(10);
  assert.is(place(10), -1);
});

test("the first message that is unread can be brought into view, with what stands above it", () => {
  const view = new LogView("ada");
  const all = room(range(1, 60));
  view.leave(20);
  view.enter(60);
  view.look(all, theLook, WIDTH, HEIGHT);
  const unread = view.firstUnread(all);
  assert.is(unread?.key, "21");
  view.reveal(all, unread?.key ?? "");
  const { rows, live } = view.look(all, theLook, WIDTH, HEIGHT);
  assert.not(live);
  assert.match(rows[1] ?? "", "message 20");
  assert.match(rows[2] ?? "", /^─+ new ─+$/);
  assert.match(rows[3] ?? "", "message 21");
});

test("what came since is counted to the last, also of more than is kept", () => {
  const view = new LogView("ada");
  view.look(room(range(1, 50)), theLook, WIDTH, HEIGHT);
  view.scroll(room(range(1, 50)), -5);
  for (let last = 60; last <= 500; last += 10) {
    view.look(room(range(last - 40, last)), theLook, WIDTH, HEIGHT);
  }
  assert.is(view.look(room(range(460, 500)), theLook, WIDTH, HEIGHT).newer, 450);
});

test("scrolled back there are fewer rows where the newest lines need some, and the oldest is still reached", () => {
  const view = new LogView("ada");
  const all = room(range(1, 50));
  assert.is(view.look(all, theLook, WIDTH, 20, 15).rows.length, 20);
  view.scroll(all, -Infinity);
  const { rows, atTop } = view.look(all, theLook, WIDTH, 20, 15);
  assert.is(rows.length, 15);
  assert.ok(atTop);
  assert.match(view.end(all, 4).at(-1) ?? "", "message 50");
});

test("a name is mentioned where it stands alone", () => {
  for (const text of ["ada: look", "hi @ada", "ask ada.", "(ada)"])
    assert.ok(mentions(text, "ada"), text);
  for (const text of ["adam", "canada", "ada-2", "ada.example"])
    assert.not(mentions(text, "ada"), text);
});

test.run();
