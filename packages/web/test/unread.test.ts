import type { Entry } from "@chat/client";
import * as assert from "uvu/assert";
import { suite } from "../../../test-support/suite.ts";
import { UNREAD_MAX, countUnread, sumUnread, toBadge } from "../src/unread.ts";

const test = suite("unread");

function message(id: number, username: string, text = "x"): Entry {
  const timestamp = "2026-11-22T14:00:00.000Z";
  return {
    type: "message",
    key: String(id),
    message: { id, prev: id - 1, room: "general", username, message: text, timestamp },
  };
}

test("what others wrote after the last message read is unread", () => {
  const entries = [message(1, "bob"), message(2, "bob"), message(3, "ada"), message(4, "eve")];
  assert.equal(countUnread(entries, 1, "ada"), { count: 2, mentioned: false });
});

test("one that calls the reader is told apart", () => {
  assert.ok(countUnread([message(1, "bob", "@ada?"), message(2, "bob")], 0, "ada").mentioned);
  assert.not(countUnread([message(1, "bob", "@ada?"), message(2, "bob")], 1, "ada").mentioned);
});

test("nothing is unread in a room that was never read", () => {
  assert.is(countUnread([message(1, "bob")], undefined, "ada").count, 0);
});

test("counting ends where the badge does", () => {
  const entries = Array.from({ length: 5000 }, (_, index) => message(index + 1, "bob"));
  assert.is(countUnread(entries, 0, "ada").count, UNREAD_MAX);
  assert.is(toBadge(UNREAD_MAX), "99+");
  assert.is(toBadge(UNREAD_MAX - 1), "99");
});

test("rooms together say how much waits", () => {
  const sum = sumUnread([
    { count: 2, mentioned: false },
    { count: 3, mentioned: true },
    { count: 0, mentioned: false },
  ]);
  assert.equal(sum, { count: 5, mentioned: true });
});

test.run();
