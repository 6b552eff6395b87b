// The light markup: what is recognised, what is left alone, and that nothing is ever lost.

import fc from "fast-check";
import * as assert from "uvu/assert";

import { suite } from "../../../test-support/suite.ts";
import { hasMarkup, type MarkupLine, type MarkupSpan, parseMarkup } from "../src/markup.ts";

const test = suite("markup");

/** Spans in short: signs in braces, what they dress behind a letter for each dress. */
function brief(spans: readonly MarkupSpan[]): string {
  return spans
    .map(({ text, bold, italic, code, link, marker }) => {
      if (marker) return `{${text}}`;
      const dress = [bold && "b", italic && "i", code && "c", link && "l"].filter(Boolean).join("");
      return dress === "" ? text : `<${dress} ${text}>`;
    })
    .join("");
}

function read(line: string): string {
  const [first] = parseMarkup(line);
  if (first === undefined || first.type === "code") throw new Error("not one line of words");
  return brief(first.spans);
}

/** The text again, from what was made of it. */
function join(lines: readonly MarkupLine[]): string {
  return lines
    .map((line) =>
      line.type === "code"
        ? ["```" + line.language, ...line.lines, "```"].join("\n")
        : line.spans.map(({ text }) => text).join(""),
    )
    .join("\n");
}

/** Without blanks behind three backticks, which mean nothing there. */
function withoutBlanks(text: string): string {
  return text.replace(/^(```\S*)[ \t]+$/gm, "$1");
}

test("stars make text bold, underscores italic, backticks code", () => {
  assert.is(read("a *b* c"), "a {*}<b b>{*} c");
  assert.is(read("**b c**!"), "{**}<b b c>{**}!");
  assert.is(read("_b_, *c*"), "{_}<i b>{_}, {*}<b c>{*}");
  assert.is(read("run `ls *x*` now"), "run {`}<c ls *x*>{`} now");
  assert.is(read("``a`b``"), "{``}<c a`b>{``}");
});

test("signs may be inside each other, and never overlap", () => {
  assert.is(read("*a _b_ c*"), "{*}<b a >{_}<bi b>{_}<b  c>{*}");
  assert.is(read("*a _b* c_"), "{*}<b a _b>{*} c_");
  assert.is(read("*a `b` c*"), "{*}<b a >{`}<bc b>{`}<b  c>{*}");
});

test("what stands inside words, beside blanks or alone is text", () => {
  for (const text of [
    "2*3*4",
    "snake_case_name",
    "__init__",
    "*.ts and *.js",
    "a * b * c",
    "_",
    "**",
    "*not closed",
    "5 * 3 = _ * 2",
    "größe_übrig_",
    "`",
  ]) {
    assert.is(read(text), text, text);
  }
});

test("an address is a link without the punctuation around it, and no sign is looked for in it", () => {
  assert.is(read("see https://a.test/b_c_d?x=*y*."), "see <l https://a.test/b_c_d?x=*y>*.");
  assert.is(read("(http://a.test/(b))"), "(<l http://a.test/(b)>)");
  assert.is(read("*https://a.test*"), "{*}<bl https://a.test>{*}");
});

test("an address with a name in it, without a host or of another kind is text", () => {
  for (const text of [
    "https://bank.test@evil.test/",
    "https://",
    "javascript://a.test",
    "ftp://a.test",
  ]) {
    assert.is(read(text), text, text);
  }
});

test("a quote begins with its sign and a blank", () => {
  assert.equal(
    parseMarkup("> so *said*\nand >this is none\n>_<").map(({ type }) => type),
    ["quote", "text", "text"],
  );
  assert.is(read("> so *said*"), "{> }so {*}<b said>{*}");
  assert.is(read(">"), "{>}");
});

test("a block of code keeps its lines as they are, and names its language", () => {
  assert.equal(parseMarkup("look:\n```ts\nlet a = *b*;\n\n> c\n```\nyes"), [
    { type: "text", spans: [{ text: "look:" }] },
    { type: "code", language: "ts", lines: ["let a = *b*;", "", "> c"] },
    { type: "text", spans: [{ text: "yes" }] },
  ]);
  assert.equal(parseMarkup("```\n```"), [{ type: "code", language: "", lines: [] }]);
});

test("a block that nothing closes is text", () => {
  assert.equal(
    parseMarkup("```\na\n``` b").map(({ type }) => type),
    ["text", "text", "text"],
  );
});

const line = fc
  .array(
    fc.constantFrom(
      "*",
      "**",
      "_",
      "`",
      "``",
      "> ",
      " ",
      "a",
      "bc",
      "é",
      "日",
      "👩‍👧",
      "https://x.y",
      ")",
    ),
    { maxLength: 24 },
  )
  .map((parts) => parts.join(""));

test("no character is lost, added or moved, whatever is said", () => {
  fc.assert(
    fc.property(
      fc.array(fc.oneof(line, fc.constantFrom("```", "```js")), { maxLength: 8 }),
      (lines) => {
        const text = lines.join("\n");
        assert.is(withoutBlanks(join(parseMarkup(text))), withoutBlanks(text));
      },
    ),
    { numRuns: 500 },
  );
});

test("text without a sign is text alone", () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      fc.pre(!hasMarkup(text));
      for (const parsed of parseMarkup(text)) {
        assert.is(parsed.type, "text");
        if (parsed.type === "text") assert.ok(parsed.spans.length <= 1);
      }
    }),
  );
});

test("the time grows with the length of the text, whatever the text", () => {
  const hostile = [
    (count: number) => "*a ".repeat(count),
    (count: number) => "_*".repeat(count),
    (count: number) =>
      Array.from({ length: Math.sqrt(count) }, (_, n) => "`".repeat(n + 1)).join(" "),
    (count: number) => "`a".repeat(count),
    (count: number) => "```\n".repeat(count) + "x",
    (count: number) => `https://x.y/${")".repeat(count)}`,
    (count: number) => `https://x.y/${"(".repeat(count)}${")".repeat(count)}.`,
    (count: number) => "https://".repeat(count),
    (count: number) => "> ".repeat(count),
  ];
  for (const make of hostile) {
    const [short, long] = [make(2_000), make(32_000)];
    parseMarkup(short);
    const once = time(() => parseMarkup(short));
    const many = time(() => parseMarkup(long));
    // 16 times the length; quadratic would be 256 times the time.
    assert.ok(many < Math.max(once, 1) * 100, `${long.slice(0, 12)}: ${once} ms, ${many} ms`);
  }
});

/** The shortest of a few runs, in milliseconds: what else the machine does must not decide. */
function time(act: () => void): number {
  const runs = Array.from({ length: 3 }, () => {
    const started = performance.now();
    act();
    return performance.now() - started;
  });
  return Math.min(...runs);
}

test.run();
