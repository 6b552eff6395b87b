// Which names are names. Every row of the tables is a rule somebody relies on.

import * as fc from "fast-check";
import * as assert from "uvu/assert";

import { suite } from "../../../test-support/suite.ts";
import { ChatError } from "../src/errors.ts";
import { ROOM_NAME_MAX, USERNAME_MAX } from "../src/limits.ts";
import {
  countCodePoints,
  isRoomName,
  isUsername,
  parseRoomName,
  parseUsername,
} from "../src/names.ts";

const test = suite("names");

const ACCEPTED: Record<string, string> = {
  "one letter": "a",
  "one digit": "7",
  "letters, digits and the three signs": "Ops-2_b.c",
  "a sign at the end": "a.",
  "two dots": "a..b",
  "the word constructor": "constructor",
  "the word toString": "toString",
  "the word hasOwnProperty": "hasOwnProperty",
  "a letter with its accent composed": "Zo\u00eb",
  "a letter whose accent has no composed form": "x\u0301",
  "Chinese letters": "\u6f22\u5b57",
  "Arabic letters, written from right to left": "\u063a\u0631\u0641\u0629",
  "Hebrew letters with a digit": "\u05e9\u05dc\u05d5\u05dd7",
  "Devanagari digits and marks": "\u0939\u093f\u0928\u094d\u0926\u0940\u0967",
  "letters beyond U+FFFF": "\u{10400}\u{10401}",
};

const REFUSED: Record<string, unknown> = {
  nothing: "",
  "a space": "a b",
  "a space in front": " a",
  "a no-break space": "a\u00a0b",
  "the word __proto__, for it begins with a sign": "__proto__",
  "a hyphen in front": "-a",
  "a dot in front": ".a",
  "two dots alone": "..",
  "a mark in front": "\u0301a",
  "an asterisk": "a*",
  braces: "{a}",
  "a colon": "a:b",
  "a slash": "a/b",
  "a backslash": "a\\b",
  "a percent sign": "a%2f",
  quotes: 'a"b',
  "a line feed at the end": "general\n",
  "a null": "a\u0000",
  "an escape": "a\u001b[31m",
  "a C1 control": "a\u009b",
  "a face": "\u{1f600}",
  "a letter and a face": "a\u{1f600}",
  "a flag": "\u{1f1e9}\u{1f1ea}",
  "an accent that could be composed": "Zoe\u0308",
  "a compatibility character that NFC replaces": "\u212b",
  "a zero-width space": "a\u200bb",
  "a zero-width joiner": "a\u200db",
  "a soft hyphen": "a\u00adb",
  "a byte order mark": "\ufeffa",
  "a variation selector": "a\ufe0f",
  "a Hangul filler, a letter that nobody sees": "\u3164",
  "a half-width Hangul filler": "a\uffa0",
  "a tag character": "a\u{e0041}",
  "a right-to-left override": "a\u202eb",
  "a right-to-left isolate": "\u2067a",
  "a superscript digit": "a\u00b2",
  "a Roman number": "\u2167",
  "half of a pair": "a\ud83d",
  "halves of a pair in the wrong order": "a\ude00\ud83d",
  undefined: undefined,
  null: null,
  "a number": 7,
  true: true,
  "a list with a name": ["general"],
  "an object that turns into a name": { toString: () => "general" },
};

for (const [what, name] of Object.entries(ACCEPTED)) {
  test(`${what} is a name`, () => {
    assert.ok(isRoomName(name));
    assert.ok(isUsername(name));
    assert.is(parseRoomName(name), name);
    assert.is(parseUsername(name), name);
  });
}

for (const [what, value] of Object.entries(REFUSED)) {
  test(`${what} is no name`, () => {
    assert.not.ok(isRoomName(value));
    assert.not.ok(isUsername(value));
    assert.throws(() => parseRoomName(value), isError("invalid_room"));
    assert.throws(() => parseUsername(value), isError("invalid_username"));
  });
}

for (const [unit, one] of [
  ["ASCII letters", "a"],
  ["letters beyond U+FFFF", "\u{10400}"],
] as const) {
  test(`a room name has at most 64 code points, of ${unit} too`, () => {
    assert.ok(isRoomName(one.repeat(ROOM_NAME_MAX)));
    assert.not.ok(isRoomName(one.repeat(ROOM_NAME_MAX + 1)));
  });

  test(`a username has at most 32 code points, of ${unit} too`, () => {
    assert.ok(isUsername(one.repeat(USERNAME_MAX)));
    assert.not.ok(isUsername(one.repeat(USERNAME_MAX + 1)));
  });
}

test("case matters: two spellings stay two names", () => {
  assert.is.not(parseRoomName("General"), parseRoomName("general"));
});

test("whatever is accepted is in NFC, without blanks, controls and what Redis or a path would read", () => {
  const letter = fc.constantFrom("a", "Z", "7", "-", "_", ".", "\u00e9", "\u05d0", "\u{10400}");
  const anything = fc.integer({ min: 0, max: 0x2fff }).map((code) => String.fromCharCode(code));
  const other = fc.oneof(anything, fc.constantFrom("\u0301", "\u0308"));
  const word = fc.array(fc.oneof({ weight: 6, arbitrary: letter }, other), { maxLength: 8 });
  let accepted = 0;
  fc.assert(
    fc.property(word, (parts) => {
      const text = parts.join("");
      if (!isRoomName(text)) return;
      accepted++;
      assert.is(text.normalize("NFC"), text);
      assert.not.match(text, /[\s\p{C}*{}:/\\%"'?#&<>]/u);
    }),
    { numRuns: 5_000 },
  );
  assert.ok(accepted > 200, `only ${accepted} were names: this proves little`);
});

test("a text of plain letters is a room name exactly where it has 1 to 64 of them", () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom("a", "\u00e9", "\u6f22", "\u{10400}")), (letters) => {
      const expected = letters.length >= 1 && letters.length <= ROOM_NAME_MAX;
      assert.is(isRoomName(letters.join("")), expected);
    }),
  );
});

test("code points are counted as iterating over the text does, half pairs included", () => {
  const unit = fc.oneof(
    fc.integer({ min: 0, max: 0xffff }),
    fc.integer({ min: 0xd7f0, max: 0xe010 }),
  );
  fc.assert(
    fc.property(fc.array(unit), (units) => {
      const text = String.fromCharCode(...units);
      assert.is(countCodePoints(text), Array.from(text).length);
    }),
  );
});

function isError(code: string) {
  return (error: unknown) => error instanceof ChatError && error.code === code;
}

test.run();
