// Where the input and its cursor stand.

import fc from "fast-check";
import * as assert from "uvu/assert";

import { suite } from "../../../../test-support/suite.ts";
import { textWidth } from "../../src/output/text-width.ts";
import { layOutComposer } from "../../src/screen/composer-layout.ts";
import { shareRows } from "../../src/screen/screen-layout.ts";

const test = suite("the input's layout");

test("a short text is one row with the cursor in it", () => {
  assert.equal(layOutComposer("hello", 2, 5, 40, 3), {
    ...{ rows: ["hello"], fromStart: true, cursorRow: 0, cursorColumn: 7 },
  });
});

test("a long text wraps, and the rows in view hold the cursor", () => {
  const text = "abcdefghij";
  assert.equal(layOutComposer(text, 10, 2, 7, 2), {
    ...{ rows: ["efgh", "ij"], fromStart: false, cursorRow: 1, cursorColumn: 4 },
  });
  assert.equal(layOutComposer(text, 0, 2, 7, 2), {
    ...{ rows: ["abcd", "efgh"], fromStart: true, cursorRow: 0, cursorColumn: 2 },
  });
});

test("a line break begins a row", () => {
  assert.equal(layOutComposer("a\n", 2, 2, 20, 5), {
    ...{ rows: ["a", ""], fromStart: true, cursorRow: 1, cursorColumn: 2 },
  });
});

test("rows and cursor are inside the window, whatever is typed", () => {
  const text = fc.string({
    unit: fc.constantFrom("a", "日", "\n", "\t", "👩‍👧", "\u200b", " "),
    maxLength: 40,
  });
  fc.assert(
    fc.property(
      text,
      fc.nat(),
      fc.integer({ min: 8, max: 30 }),
      fc.integer({ min: 1, max: 4 }),
      (typed, at, width, max) => {
        const graphemes = Array.from(new Intl.Segmenter().segment(typed), ({ index }) => index);
        const cursor = [...graphemes, typed.length][at % (graphemes.length + 1)] ?? 0;
        const layout = layOutComposer(typed, cursor, 3, width, max);
        assert.ok(layout.rows.length >= 1 && layout.rows.length <= max);
        assert.ok(layout.cursorRow >= 0 && layout.cursorRow < layout.rows.length);
        assert.ok(layout.cursorColumn >= 3 && layout.cursorColumn < width);
        for (const row of layout.rows) assert.ok(textWidth(row) + 3 <= width);
      },
    ),
  );
});

test("every row of the terminal belongs to one part, and the input has at least one", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 80 }),
      fc.integer({ min: 1, max: 40 }),
      fc.nat(60),
      (rows, input, panel) => {
        const shares = shareRows(rows, input, panel);
        const sum = Object.values(shares).reduce((total, share) => total + share, 0);
        assert.is(sum, rows);
        assert.ok(shares.input >= 1 && Object.values(shares).every((share) => share >= 0));
      },
    ),
  );
});

test.run();
