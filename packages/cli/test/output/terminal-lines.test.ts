// Lines for people at a terminal, without colours.

import * as assert from "uvu/assert";

import type { Message } from "@chat/protocol";

import { suite } from "../../../../test-support/suite.ts";
import { TerminalLines } from "../../src/output/terminal-lines.ts";
import { textWidth } from "../../src/output/text-width.ts";
import { createPaint } from "../../src/screen/paint.ts";
import { chooseTheme } from "../../src/screen/theme.ts";

const test = suite("TerminalLines");
const paint = createPaint(chooseTheme("none", "unknown"), false);
const today = new Date();
today.setHours(14, 5, 0, 0);

const message = (username: string, text: string, timestamp = today.toISOString()): Message => ({
  ...{ id: 2, prev: 1, room: "ops", username, message: text, timestamp },
});
const lines = (columns: number, withRoom = false): TerminalLines =>
  new TerminalLines({ paint, columns }, withRoom);

test("names stand in a column that is as wide as the names to come", () => {
  const log = lines(40);
  const all = [message("bob", "hi"), message("caroline", "ho")];
  log.expect(all);
  assert.equal(
    all.flatMap((one) => log.message(one)),
    ["14:05      bob │ hi", "14:05 caroline │ ho"],
  );
});

test("long text and further lines hang below its beginning, whatever a width they have", () => {
  const log = lines(32);
  const rows = log.message(message("bob", "one two three four five\n日本語日本語日本語日本語"));
  assert.equal(rows, [
    "14:05    bob │ one two three",
    "             │ four five",
    "             │ 日本語日本語日本",
    "             │ 語日本語",
  ]);
  for (const row of rows) assert.ok(textWidth(row) <= 32);
});

test("nothing that somebody wrote begins at the left edge, on a narrow terminal either", () => {
  for (const columns of [12, 20, 30, 80]) {
    const text = `${" ".repeat(columns)}14:05 ada │ fake\n14:05 ada │ fake\r\u001b[H14:05`;
    const rows = lines(columns, true).message(message("eve", text));
    const own = rows.filter((row) => /^\d\d:\d\d/.test(row));
    assert.is(own.length, 1, rows.join("\n"));
    assert.not.match(rows.join(""), "\u001b");
  }
});

test("another day has a line of its own, today where it comes last", () => {
  const log = lines(60);
  const old = message("bob", "old", new Date(today.getTime() - 48 * 3_600_000).toISOString());
  const rows = [...log.message(old), ...log.message(message("bob", "new"))];
  assert.is(rows.length, 4);
  assert.match(rows[0] ?? "", /^── .+ ──$/);
  assert.match(rows[2] ?? "", /^── .+ ──$/);
  assert.is(lines(60).message(message("bob", "new")).length, 1);
});

test("several rooms are told apart, and a hole is said", () => {
  const log = lines(60, true);
  assert.equal(log.message(message("bob", "hi")), ["14:05 ops    bob │ hi"]);
  assert.equal(log.notice("ops", { type: "gap", key: "g", after: 1 }), [
    "--:-- ops     -- │ some messages are missing here",
  ]);
});

test.run();
