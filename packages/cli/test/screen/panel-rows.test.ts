// Lines of columns in narrow windows.

import fc from "fast-check";
import * as assert from "uvu/assert";

import { suite } from "../../../../test-support/suite.ts";
import { textWidth } from "../../src/output/text-width.ts";
import { toPanelRows } from "../../src/screen/panel-rows.ts";

const test = suite("rows of a panel");

test("a line that fits is a row", () => {
  assert.equal(toPanelRows("/quit  leave the chat", 21), ["/quit  leave the chat"]);
});

test("the last column goes on below itself", () => {
  assert.equal(toPanelRows("/join room  enter a room, or go to it", 26), [
    "/join room  enter a room,",
    "            or go to it",
  ]);
});

test("where there is little room for the last column, the rest is indented by little", () => {
  assert.equal(toPanelRows("Alt-Enter, Ctrl-J  begin a new line", 22), [
    "Alt-Enter, Ctrl-J ",
    "    begin a new line",
  ]);
  assert.equal(toPanelRows("one column of some words", 12), [
    "one column",
    "   of some",
    "   words",
  ]);
});

test("no row is wider than the panel, and nothing but blanks is lost", () => {
  const word = fc.string({ unit: fc.constantFrom("a", "b", " ", "  ", "日"), maxLength: 60 });
  fc.assert(
    fc.property(word, fc.integer({ min: 4, max: 40 }), (line, width) => {
      const rows = toPanelRows(line, width);
      for (const row of rows)
        assert.ok(textWidth(row) <= width, JSON.stringify({ line, width, row }));
      assert.is(rows.join("").replaceAll(" ", ""), line.replaceAll(" ", ""));
    }),
  );
});

test.run();
