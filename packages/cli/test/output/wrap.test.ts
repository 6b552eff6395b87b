// Breaking text into rows.

import fc from "fast-check";
import * as assert from "uvu/assert";

import { suite } from "../../../../test-support/suite.ts";
import { textWidth, toGraphemes, truncate } from "../../src/output/text-width.ts";
import { wrap } from "../../src/output/wrap.ts";

const test = suite("wrap");
const text = fc.oneof(
  fc.string({ unit: "grapheme", maxLength: 60 }),
  fc.string({ unit: fc.constantFrom("a", "b", " ", "日", "é", "👩‍👩‍👧", "\n", "\t"), maxLength: 60 }),
);

test("rows break at blanks, which are dropped there", () => {
  assert.equal(wrap("one two three", 7), ["one two", "three"]);
  assert.equal(wrap("one two three", 8), ["one two", "three"]);
  assert.equal(wrap("日本 語語 x", 5), ["日本", "語語", "x"]);
});

test("a word that fits no row is cut", () => {
  assert.equal(wrap("abcdefgh", 3), ["abc", "def", "gh"]);
  assert.equal(wrap("日本語", 4), ["日本", "語"]);
});

test("line breaks begin rows, and blanks in front of text stay", () => {
  assert.equal(wrap("a\n\n  b\tc", 10), ["a", "", "  b c"]);
});

test("no row is wider than asked for, and nothing visible is lost", () => {
  fc.assert(
    fc.property(text, fc.integer({ min: 2, max: 20 }), (input, width) => {
      const rows = wrap(input, width);
      for (const row of rows) {
        // A single character that is wider than the row cannot be broken.
        const fits = textWidth(row) <= width || toGraphemes(row).length === 1;
        assert.ok(fits, JSON.stringify({ row, width }));
      }
      assert.is(rows.join("").replace(/\s/gu, ""), input.replace(/\s/gu, ""));
    }),
  );
});

test("a truncated text fits, and says that it was cut", () => {
  assert.is(truncate("abcdef", 4), "abc…");
  assert.is(truncate("日本語", 4), "日…");
  assert.is(truncate("abc", 3), "abc");
  fc.assert(
    fc.property(text, fc.integer({ min: 0, max: 12 }), (input, width) => {
      assert.ok(textWidth(truncate(input, width)) <= width);
    }),
  );
});

test.run();
