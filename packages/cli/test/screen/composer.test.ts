// The editing of the input, as a reducer.

import fc from "fast-check";
import * as assert from "uvu/assert";

import { suite } from "../../../../test-support/suite.ts";
import {
  emptyComposer,
  reduceComposer,
  type Composer,
  type ComposerAction,
} from "../../src/screen/composer.ts";
import type { Place } from "../../src/screen/text-places.ts";

const test = suite("Composer");

function after(text: string, ...actions: ComposerAction[]): Composer {
  return actions.reduce(reduceComposer, reduceComposer(emptyComposer, { type: "insert", text }));
}

const move = (to: Place): ComposerAction => ({ type: "move", to });
const remove = (to: Place, keep = true): ComposerAction => ({ type: "delete", to, keep });

/** The text with the cursor in it. */
function show({ text, cursor }: Composer): string {
  return `${text.slice(0, cursor)}|${text.slice(cursor)}`;
}

test("text goes in at the cursor", () => {
  assert.is(show(after("ac", move("left"), { type: "insert", text: "b" })), "ab|c");
});

test("the cursor moves by characters as people see them", () => {
  assert.is(show(after("a👩‍👩‍👧‍👦b", move("left"), move("left"))), "a|👩‍👩‍👧‍👦b");
  assert.is(show(after("e\u0301x", move("start"), move("right"))), "e\u0301|x");
});

test("Backspace deletes a character as people see it", () => {
  assert.is(show(after("a👩‍👩‍👧‍👦", remove("left", false))), "a|");
});

test("characters that a deletion joins are one, and the cursor is behind it", () => {
  assert.is(show(after("🇩x🇪", move("left"), remove("left", false))), "🇩🇪|");
});

test("words are skipped with what is between them", () => {
  assert.is(show(after("one, two", move("word-left"))), "one, |two");
  assert.is(show(after("one, two", move("word-left"), move("word-left"))), "|one, two");
  assert.is(show(after("one, two", move("start"), move("word-right"))), "one|, two");
});

test("cutting up to a blank takes punctuation along, cutting a word does not", () => {
  assert.is(show(after("see a-b.c", remove("blank-left"))), "see |");
  assert.is(show(after("see a-b.c", remove("word-left"))), "see a-b.|");
});

test("start and end are those of the line, and what was cut can be put back", () => {
  assert.is(show(after("ab\ncd", remove("start"))), "ab\n|");
  assert.is(show(after("ab\ncd", move("start"), remove("end"), { type: "yank" })), "ab\ncd|");
  assert.is(show(after("\nab", move("start"), move("left"), move("start"))), "|\nab");
});

test("the history brings back what was sent, and then what was being typed", () => {
  const older: ComposerAction = { type: "recall", direction: "older" };
  const newer: ComposerAction = { type: "recall", direction: "newer" };
  const sent = after("one", { type: "sent" }, { type: "insert", text: "two" }, { type: "sent" });
  const typing = reduceComposer(sent, { type: "insert", text: "thr" });
  const states = [older, older, older, newer, newer, newer].map(
    (
      (state: Composer) => (action: ComposerAction) =>
        (state = reduceComposer(state, action)).text
    )(typing),
  );
  assert.equal(states, ["two", "one", "one", "two", "thr", "thr"]);
});

test("what is sent twice in a row is kept once", () => {
  const twice = after("one", { type: "sent" }, { type: "insert", text: "one" }, { type: "sent" });
  assert.equal(twice.history, ["one"]);
  assert.is(twice.text, "");
});

const insert = (text: string): ComposerAction => ({ type: "insert", text });
const yank: ComposerAction = { type: "yank" };
const older: ComposerAction = { type: "yank-older" };
const undo: ComposerAction = { type: "undo" };

test("cuts in a row come back as one, in the order in which they stood", () => {
  const words = after("one two three", remove("blank-left"), remove("blank-left"));
  assert.is(show(words), "one |");
  assert.equal(words.cuts, ["two three"]);
  assert.is(show(reduceComposer(words, yank)), "one two three|");
  const around = after(
    "one two three",
    move("word-left"),
    remove("end"),
    remove("word-left"),
    yank,
  );
  assert.is(show(around), "one two three|");
});

test("what was cut earlier comes back in the place of the later, around and around", () => {
  const cut = after("b", remove("start"), insert("a"), remove("start"), insert("x"));
  assert.equal(cut.cuts, ["b", "a"]);
  const shown = [[yank], [yank, older], [yank, older, older]].map((actions) =>
    show(actions.reduce(reduceComposer, cut)),
  );
  assert.equal(shown, ["xa|", "xb|", "xa|"]);
  assert.is(show(reduceComposer(cut, older)), "x|");
});

test("undo takes back a word at a time, and cuts, and clearing", () => {
  const typed = "one two".split("").map(insert).reduce(reduceComposer, emptyComposer);
  const cleared = [remove("start"), undo, { type: "clear" } as const].reduce(reduceComposer, typed);
  const undone = [undo, undo, undo, undo].map(
    (
      (state: Composer) => (action: ComposerAction) =>
        show((state = reduceComposer(state, action)))
    )(cleared),
  );
  assert.is(cleared.text, "");
  assert.equal(undone, ["one two|", "one|", "|", "|"]);
});

test("what was sent does not come back by undoing", () => {
  assert.is(show(after("one", { type: "sent" }, undo)), "|");
});

test("the characters around the cursor are swapped, at the end the last two", () => {
  const transpose: ComposerAction = { type: "transpose" };
  assert.is(show(after("ab👩‍👩‍👧‍👦", transpose)), "a👩‍👩‍👧‍👦b|");
  assert.is(show(after("abc", move("left"), move("left"), transpose)), "ba|c");
  assert.is(show(after("a", transpose)), "a|");
  assert.is(show(after("ab\ncd", move("start"), transpose)), "ab\n|cd");
});

test("up and down move between lines, and at their ends through the history", () => {
  const up: ComposerAction = { type: "recall", direction: "older" };
  const down: ComposerAction = { type: "recall", direction: "newer" };
  const lines = after("sent", { type: "sent" }, insert("one\n日本\nthree"));
  const states = [up, up, up, down].map(
    (
      (state: Composer) => (action: ComposerAction) =>
        show((state = reduceComposer(state, action)))
    )(lines),
  );
  assert.equal(states, ["one\n日本|\nthree", "on|e\n日本\nthree", "sent|", "one\n日本\nthree|"]);
});

test("a part is replaced, and that is undone as one", () => {
  const replace: ComposerAction = { type: "replace", from: 0, to: 2, text: "bob: " };
  assert.is(show(after("bo yes", replace)), "bob: | yes");
  assert.is(show(after("bo yes", replace, undo)), "bo yes|");
});

const place = fc.constantFrom<Place>(
  "left",
  "right",
  "word-left",
  "word-right",
  "blank-left",
  "start",
  "end",
  "line-up",
  "line-down",
);
const action: fc.Arbitrary<ComposerAction> = fc.oneof(
  fc.record({
    type: fc.constant("insert" as const),
    text: fc.string({ unit: "grapheme", maxLength: 4 }),
  }),
  fc.record({
    type: fc.constant("insert" as const),
    text: fc.constantFrom("\u0301", "\u200d", "👩", "🇩", "🇪", "한", "ᄒ", "\ud83d", "\r", "\n"),
  }),
  fc.record({ type: fc.constant("move" as const), to: place }),
  fc.record({ type: fc.constant("delete" as const), to: place, keep: fc.boolean() }),
  fc.record({
    type: fc.constant("recall" as const),
    direction: fc.constantFrom("older" as const, "newer" as const),
  }),
  fc.constantFrom<ComposerAction>(
    ...[yank, older, undo],
    ...[{ type: "transpose" } as const, { type: "clear" } as const, { type: "sent" } as const],
  ),
);
const segmenter = new Intl.Segmenter(undefined, { granularity: "grapheme" });

test("whatever is done, the cursor is between two characters", () => {
  fc.assert(
    fc.property(fc.array(action, { maxLength: 30 }), (actions) => {
      let composer = emptyComposer;
      for (const next of actions) {
        composer = reduceComposer(composer, next);
        const { text, cursor } = composer;
        const boundaries = new Set(Array.from(segmenter.segment(text), ({ index }) => index)).add(
          text.length,
        );
        assert.ok(boundaries.has(cursor), JSON.stringify({ text, cursor, next }));
      }
    }),
    { numRuns: 500 },
  );
});

test.run();
