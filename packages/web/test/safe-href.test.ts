import { parseMarkup } from "@chat/protocol";
import fc from "fast-check";
import * as assert from "uvu/assert";
import { suite } from "../../../test-support/suite.ts";
import { toSafeHref } from "../src/safe-href.ts";

const test = suite("toSafeHref");

test("http and https are led to, in any case", () => {
  assert.is(toSafeHref("http://a.test"), "http://a.test/");
  assert.is(toSafeHref("HTTPS://B.test/x"), "https://b.test/x");
});

test("other schemes are led nowhere", () => {
  for (const text of [
    "javascript:alert(1)",
    "data:text/html,x",
    "file:///etc/passwd",
    "ftp://a.test",
    "www.a.test",
    "//a.test",
    "https://",
    "https://[",
    "",
  ]) {
    assert.is(toSafeHref(text), undefined, text);
  }
});

test("an address that could be mistaken for another site's is led nowhere", () => {
  assert.is(toSafeHref("https://bank.test@evil.test/"), undefined);
  assert.is(toSafeHref("https://user:pass@evil.test"), undefined);
  assert.is(toSafeHref("https://bank.test\\@evil.test/")?.startsWith("https://bank.test/"), true);
});

test("whatever the markup takes for a link leads to http or https, or nowhere", () => {
  const before = fc.constantFrom("", "javascript:", "data:", "vbscript:", "(", "@", "https://");
  fc.assert(
    fc.property(before, fc.webUrl(), fc.string({ unit: "grapheme" }), (start, url, end) => {
      for (const line of parseMarkup(start + url + end)) {
        if (line.type === "code") continue;
        for (const { link, text } of line.spans) {
          const href = link === true ? toSafeHref(text) : undefined;
          if (href !== undefined) assert.match(new URL(href).protocol, /^https?:$/);
        }
      }
    }),
  );
});

test.run();
