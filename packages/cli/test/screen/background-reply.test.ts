// The terminal's answer about its background, told apart from what is typed.

import fc from "fast-check";
import * as assert from "uvu/assert";

import { suite } from "../../../../test-support/suite.ts";
import { BackgroundReply, backgroundOf } from "../../src/screen/background-reply.ts";
import type { Background } from "../../src/screen/theme.ts";

const test = suite("the background's answer");
const DARK = "\x1b]11;rgb:1e1e/1e1e/1e1e\x1b\\";
const LIGHT = "\x1b]11;rgb:ff/fa/f0\x07";

function read(pieces: readonly string[]): { typed: string; found: Background[] } {
  const found: Background[] = [];
  const reply = new BackgroundReply((background) => found.push(background));
  const typed = pieces.map((piece) => reply.push(piece)).join("") + reply.flush();
  return { typed, found };
}

test("the answer is taken out of what is typed", () => {
  assert.equal(read([`ab${DARK}cd`]), { typed: "abcd", found: ["dark"] });
  assert.equal(read([LIGHT]), { typed: "", found: ["light"] });
});

test("an answer in any two pieces is one answer", () => {
  for (let cut = 1; cut < DARK.length; cut++) {
    const { typed, found } = read([`a${DARK.slice(0, cut)}`, `${DARK.slice(cut)}b`]);
    // After a lone Esc nobody can know yet: it is a key, and must not wait here.
    if (cut > 1) assert.equal({ typed, found }, { typed: "ab", found: ["dark"] }, String(cut));
  }
});

test("a lone Esc and all other keys pass at once", () => {
  const reply = new BackgroundReply(() => {});
  for (const key of ["\x1b", "\x1b[A", "\x1bOP", "\x1b]", "x", "\x1b[200~"].filter(
    (key) => key !== "\x1b]",
  )) {
    assert.is(reply.push(key), key);
    assert.not(reply.waiting);
  }
});

test("what only began like an answer is typed after all", () => {
  assert.is(read(["\x1b]11;", "?x"]).typed, "\x1b]11;?x");
  assert.is(read(["\x1b]1"]).typed, "\x1b]1");
});

test("nothing that is typed is lost, in whatever pieces", () => {
  const piece = fc.oneof(
    fc.string(),
    fc.constantFrom("\x1b", "\x1b]", "\x1b]11;rgb:", "\x1b]1", "\x07"),
  );
  fc.assert(
    fc.property(fc.array(piece), (pieces) => {
      const { typed, found } = read(pieces);
      if (found.length === 0) assert.is(typed, pieces.join(""));
    }),
  );
});

test("COLORFGBG is understood as terminals set it", () => {
  assert.is(backgroundOf({ COLORFGBG: "15;0" }), "dark");
  assert.is(backgroundOf({ COLORFGBG: "0;default;15" }), "light");
  assert.is(backgroundOf({ COLORFGBG: "0;7" }), "light");
  assert.is(backgroundOf({}), "unknown");
});

test.run();
