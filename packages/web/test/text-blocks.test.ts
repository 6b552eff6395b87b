import fc from "fast-check";
import * as assert from "uvu/assert";
import { hostileTexts } from "../../protocol/test/hostile-text/hostile-text.ts";
import { suite } from "../../../test-support/suite.ts";
import { type TextBlock, toTextBlocks } from "../src/text-blocks.ts";

const test = suite("toTextBlocks");

const wordsOf = (block: TextBlock): string =>
  block.type === "code"
    ? block.code
    : block.lines.map((spans) => spans.map(({ text }) => text).join("")).join("\n");

test("a text without markup is one block, as it is", () => {
  assert.equal(toTextBlocks("one\n two"), [{ type: "text", lines: [[{ text: "one\n two" }]] }]);
});

test("lines of one kind stand together, in their order", () => {
  const blocks = toTextBlocks("> a\n> *b*\nc `d`\n```sh\nls\n\n-l\n```\ne");
  assert.equal(
    blocks.map((block) => [block.type, wordsOf(block)]),
    [
      ["quote", "a\nb"],
      ["text", "c d"],
      ["code", "ls\n\n-l"],
      ["text", "e"],
    ],
  );
  assert.is(blocks[2]?.type === "code" && blocks[2].language, "sh");
});

test("nothing but the signs of the markup goes", () => {
  const piece = fc.oneof(
    fc.string({ unit: "grapheme" }),
    fc.constantFrom("*", "_", "`", "```", "\n", "> ", "**", "https://a.test/", " "),
  );
  const check = (text: string): void => {
    const shown = toTextBlocks(text)
      .map(wordsOf)
      .join("\n")
      .replaceAll(/[*_`>\s]/g, "");
    // The word behind a fence says what the block is written in.
    const written = text.replaceAll(/^```[\w+#.-]*/gm, "").replaceAll(/[*_`>\s]/g, "");
    for (const character of written) assert.ok(shown.includes(character), text);
  };
  fc.assert(fc.property(fc.array(piece), (pieces) => check(pieces.join(""))));
  for (const { text } of hostileTexts) check(text);
});

test.run();
