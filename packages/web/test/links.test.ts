import fc from "fast-check";
import * as assert from "uvu/assert";
import { suite } from "../../../test-support/suite.ts";
import { findLinks } from "../src/links.ts";

const test = suite("findLinks");
const hrefs = (text: string): (string | undefined)[] =>
  findLinks(text).flatMap(({ href }) => (href === undefined ? [] : [href]));

test("http and https become links, in any case", () => {
  assert.equal(hrefs("see http://a.test and HTTPS://B.test/x"), [
    "http://a.test/",
    "https://b.test/x",
  ]);
});

test("the pieces joined are the text, whatever it is", () => {
  const piece = fc.oneof(
    fc.string({ unit: "grapheme" }),
    fc.constantFrom(
      "https://",
      "http://a.test",
      ")",
      "(",
      ".",
      " ",
      "\n",
      "javascript:",
      "@",
      "[::1]",
    ),
  );
  fc.assert(
    fc.property(fc.array(piece), (pieces) => {
      const text = pieces.join("");
      assert.is(
        findLinks(text)
          .map((part) => part.text)
          .join(""),
        text,
      );
    }),
  );
});

test("every link leads to http or https", () => {
  fc.assert(
    fc.property(
      fc.webUrl(),
      fc.constantFrom("", "javascript:", "data:", "vbscript:"),
      (url, before) => {
        for (const href of hrefs(before + url))
          assert.match(new URL(href ?? "").protocol, /^https?:$/);
      },
    ),
  );
});

test("other schemes stay text", () => {
  for (const text of [
    "javascript:alert(1)",
    "data:text/html,x",
    "file:///etc/passwd",
    "ftp://a.test",
    "www.a.test",
  ]) {
    assert.equal(findLinks(text), [{ text }], text);
  }
});

test("the punctuation of the sentence is not part of the link", () => {
  assert.equal(hrefs("(see https://a.test/x).")[0], "https://a.test/x");
  assert.equal(hrefs("https://a.test/x, and")[0], "https://a.test/x");
  assert.equal(hrefs("is it https://a.test/?")[0], "https://a.test/");
});

test("a bracket that was opened inside the link stays", () => {
  assert.equal(hrefs("https://a.test/wiki/Chat_(online)")[0], "https://a.test/wiki/Chat_(online)");
});

test("an address that could be mistaken for another site's stays text", () => {
  assert.equal(hrefs("https://bank.test@evil.test/ https://user:pass@evil.test"), []);
});

test("what only begins like a link stays text", () => {
  assert.equal(findLinks("https:// http://. https://["), [{ text: "https:// http://. https://[" }]);
});

test("an empty text has no pieces", () => {
  assert.equal(findLinks(""), []);
});

test.run();
