// Texts as rows: markup, links, hanging edges, and what is behind the text.

import fc from "fast-check";
import * as assert from "uvu/assert";

import { suite } from "../../../../test-support/suite.ts";
import { hostileTexts } from "../../../protocol/test/hostile-text/hostile-text.ts";
import { textWidth } from "../../src/output/text-width.ts";
import { toLink } from "../../src/screen/link.ts";
import type { Paint } from "../../src/screen/paint.ts";
import { toTextRows } from "../../src/screen/text-rows.ts";

const test = suite("text rows");
const wrapIn = (sign: string) => (text: string) => `<${sign} ${text}>`;
/** Styles that can be read. */
const legible: Paint = {
  ...{ muted: wrapIn("muted"), accent: wrapIn("accent"), alert: wrapIn("alert") },
  ...{ good: wrapIn("good"), wait: wrapIn("wait"), bad: wrapIn("bad"), code: wrapIn("code") },
  ...{ bold: wrapIn("b"), italic: wrapIn("i"), bar: wrapIn("bar"), plain: false, links: false },
  name: (_name, text) => text,
};
const same = (text: string): string => text;
const none: Paint = {
  ...{ muted: same, accent: same, alert: same, good: same, wait: same, bad: same, code: same },
  ...{ bold: same, italic: same, bar: same, plain: true, links: false, name: (_n, text) => text },
};

const rows = (text: string, width = 40): string[] => toTextRows(text, { width, paint: legible });

test("markup becomes style, and its signs go", () => {
  assert.equal(rows("a *b* `c` _d_"), ["a <b b> <code c> <i d>"]);
});

test("where nothing can be styled the signs stay", () => {
  assert.equal(toTextRows("a *b* `c`\n> d", { width: 40, paint: none }), ["a *b* `c`", "▎ d"]);
});

test("a style goes on in the next row", () => {
  assert.equal(rows("*one two*", 4), ["<b one>", "<b two>"]);
});

test("a block of code keeps its blanks, names its language and breaks anywhere", () => {
  assert.equal(rows("```js\n  let a;\n\nabcdefgh\n```", 8), [
    "<muted ▏ ><muted js>",
    "<muted ▏ ><code   let >",
    "<muted ▏ ><code a;>",
    "<muted ▏ >",
    "<muted ▏ ><code abcdef>",
    "<muted ▏ ><code gh>",
  ]);
});

test("a quote has an edge on each of its rows", () => {
  assert.equal(rows("> one two", 7), ["<muted ▎ ><i one>", "<muted ▎ ><i two>"]);
});

test("what is behind the text is in the last row where it fits, and else below", () => {
  assert.equal(toTextRows("ab", { width: 6, paint: none, tail: "  ⧗" }), ["ab  ⧗"]);
  assert.equal(toTextRows("abcd", { width: 6, paint: none, tail: "  ⧗" }), ["abcd", "⧗"]);
});

test("an address is a link of the terminal on each of its rows, all with one id", () => {
  const [first = "", second = ""] = toTextRows("https://a.test/bc", {
    width: 10,
    paint: { ...none, links: true },
  });
  const open = /^\x1b\]8;id=(\S{8});https:\/\/a\.test\/bc\x1b\\/; // oxlint-disable-line no-control-regex
  assert.is(open.exec(first)?.[1], open.exec(second)?.[1]);
  assert.ok(first.endsWith("https://a.\x1b]8;;\x1b\\") && second.endsWith("test/bc\x1b]8;;\x1b\\"));
});

test("a link leads to http and https alone, in printable ASCII, and to nobody's password", () => {
  const target = (address: string): string | undefined =>
    toLink(address)?.("").replace(/^\x1b\]8;id=\S+?;(.*?)\x1b\\.*$/s, "$1"); // oxlint-disable-line no-control-regex
  assert.is(target("https://a.test/ü?q=日"), "https://a.test/%C3%BC?q=%E6%97%A5");
  assert.is(target("http://bücher.test"), "http://xn--bcher-kva.test/");
  for (const address of [
    "javascript:alert(1)",
    "file:///etc/passwd",
    "https://u:p@a.test/",
    "https://",
    `https://a.test/${"x".repeat(3_000)}`,
  ]) {
    assert.is(toLink(address), undefined, address);
  }
});

test("no row is wider than it may be, whatever is said", () => {
  const sign = fc.constantFrom(
    "*",
    "_",
    "`",
    "```",
    "\n",
    "> ",
    " ",
    "ab",
    "日本",
    "👩‍👧",
    "\t",
    "https://a.b",
  );
  const said = fc.oneof(
    fc.array(sign, { maxLength: 40 }).map((parts) => parts.join("")),
    fc.constantFrom(...hostileTexts.map(({ text }) => text.slice(0, 300))),
  );
  fc.assert(
    fc.property(said, fc.integer({ min: 10, max: 60 }), fc.nat(5), (text, width, less) => {
      const made = toTextRows(text, { width, first: width - less, paint: none, tail: "  ⧗" });
      assert.ok(made.length > 0);
      made.forEach((row, index) => {
        const room = index === 0 ? width - less : width;
        assert.ok(textWidth(row) <= room, JSON.stringify({ row, room }));
      });
    }),
    { numRuns: 400 },
  );
});

test.run();
