// What stays of a text, and which texts are messages. The models here are written by numbers, not by the patterns
// they check.

import * as fc from "fast-check";
import * as assert from "uvu/assert";

import { suite } from "../../../test-support/suite.ts";
import { ChatError } from "../src/errors.ts";
import { MESSAGE_MAX } from "../src/limits.ts";
import { cleanForTerminal, cleanMessage, hasVisibleText, parseMessageText } from "../src/text.ts";

const test = suite("text");

const NASTY = [
  ...[
    "\u0000",
    "\u0007",
    "\b",
    "\t",
    "\n",
    "\u000b",
    "\r",
    "\u001b",
    "\u001b[31m",
    "\u007f",
    "\u0085",
    "\u009b",
  ],
  ...[
    "\u061c",
    "\u200b",
    "\u200c",
    "\u200d",
    "\u200e",
    "\u200f",
    "\u202a",
    "\u202e",
    "\u2028",
    "\u2066",
    "\u2069",
  ],
  ...[
    "\ud83d",
    "\ude00",
    "\u{1f600}",
    "\u{e0041}",
    "\u{e007f}",
    "\ufe0f",
    "\u3164",
    "\ufeff",
    "\u0301",
    "\u20e3",
  ],
  ...[
    "\u{1f469}\u200d\u{1f4bb}",
    "\u001b]8;;http://a\u0007",
    "a",
    " ",
    "\u00e9",
    "\u05d0",
    "\u6f22",
  ],
];

/** Texts with far more of what is dangerous than chance would bring. */
const text = fc
  .array(
    fc.oneof(
      { weight: 5, arbitrary: fc.constantFrom(...NASTY) },
      {
        weight: 2,
        arbitrary: fc.integer({ min: 0, max: 0xffff }).map((unit) => String.fromCharCode(unit)),
      },
      { weight: 2, arbitrary: fc.string({ unit: "binary", maxLength: 3 }) },
    ),
    { maxLength: 40 },
  )
  .map((parts) => parts.join(""));

const RUNS = { numRuns: 2_000 };

function isUnsafe(character: string): boolean {
  const code = character.codePointAt(0) ?? 0;
  const isControl = (code < 0x20 && code !== 9 && code !== 10) || (code >= 0x7f && code <= 0x9f);
  const isBidi =
    code === 0x61c ||
    code === 0x200e ||
    code === 0x200f ||
    (code >= 0x202a && code <= 0x202e) ||
    (code >= 0x2066 && code <= 0x2069);
  return isControl || isBidi || (code >= 0xd800 && code <= 0xdfff);
}

test("a stored text holds no control but tab and line feed, no bidi control and no half pair, and all the rest", () => {
  fc.assert(
    fc.property(text, (given) => {
      const expected = Array.from(given)
        .filter((character) => !isUnsafe(character))
        .join("");
      assert.is(cleanMessage(given), expected);
    }),
    RUNS,
  );
});

test("of every single code point it is right whether it stays", () => {
  const wrong: string[] = [];
  for (let code = 0; code <= 0x10ffff; code++) {
    const character = String.fromCodePoint(code);
    const stays = cleanMessage(character) === character;
    if (stays === isUnsafe(character)) wrong.push(code.toString(16));
  }
  assert.equal(wrong, []);
});

test("cleaning what is clean changes nothing", () => {
  fc.assert(
    fc.property(text, (given) => {
      const once = cleanMessage(given);
      assert.is(cleanMessage(once), once);
      const shown = cleanForTerminal(given);
      assert.is(cleanForTerminal(shown), shown);
      assert.is(cleanMessage(shown), shown);
    }),
    RUNS,
  );
});

test("a terminal is shown a part of the stored text, in its order, and never more", () => {
  fc.assert(
    fc.property(text, (given) => {
      const stored = Array.from(cleanMessage(given));
      let at = 0;
      for (const character of cleanForTerminal(given)) {
        at = stored.indexOf(character, at) + 1;
        assert.ok(at > 0, `${JSON.stringify(character)} was not there`);
      }
    }),
    RUNS,
  );
});

test("a terminal is shown no tags, fillers and zero-width spaces, and at most four marks on each other", () => {
  fc.assert(
    fc.property(text, (given) => {
      const shown = cleanForTerminal(given);
      for (const character of shown) {
        const code = character.codePointAt(0) ?? 0;
        assert.not.ok(code >= 0xe0000 && code <= 0xe0fff, "a tag");
        assert.not.ok([0xad, 0x200b, 0x2060, 0x3164, 0xfeff, 0xffa0].includes(code), "a filler");
      }
      assert.not.match(shown, /\p{M}{5}/u);
    }),
    RUNS,
  );
});

test("an emoji keeps its joiners and variation selectors in a terminal", () => {
  const family = "\u{1f469}\u200d\u{1f4bb} \u2764\ufe0f 1\ufe0f\u20e3";
  assert.is(cleanForTerminal(family), family);
});

test("escape sequences lose what makes them one", () => {
  assert.is(cleanMessage("\u001b[2J\u001b]0;title\u0007\u009b31mred"), "[2J]0;title31mred");
});

test("halves of a pair that a removed character kept apart do not become one", () => {
  assert.is(cleanMessage("\ud83d\u0000\ude00"), "");
});

test("line breaks, tabs and spaces around a message stay", () => {
  assert.is(parseMessageText(" a\n\tb \n"), " a\n\tb \n");
  assert.is(parseMessageText("a\r\nb"), "a\nb");
});

for (const [what, one] of [
  ["ASCII", "a"],
  ["astral", "\u{1f600}"],
  ["Chinese", "\u6f22"],
] as const) {
  test(`a message of 4,000 ${what} code points is taken whole, one of 4,001 refused whole`, () => {
    assert.is(parseMessageText(one.repeat(MESSAGE_MAX)), one.repeat(MESSAGE_MAX));
    assert.throws(() => parseMessageText(one.repeat(MESSAGE_MAX + 1)), isError("message_too_long"));
  });
}

test("what is removed does not count against the limit", () => {
  const given = "\u0000".repeat(500) + "a".repeat(MESSAGE_MAX) + "\ud800".repeat(500);
  assert.is(parseMessageText(given), "a".repeat(MESSAGE_MAX));
});

test("a sentence says how long a message that is too long is", () => {
  assert.throws(() => parseMessageText("a".repeat(4_321)), /4321/);
});

const BLANK: Record<string, unknown> = {
  nothing: "",
  spaces: "   ",
  "line breaks and tabs": "\n\t\r\n",
  controls: "\u0000\u001b\u009f",
  "half pairs": "\ud83d\ud83d",
  "zero-width characters": "\u200b\u200d\ufeff",
  "no-break and ideographic spaces": "\u00a0\u3000\u2028",
  fillers: "\u3164\uffa0\u2800",
  "tag characters": "\u{e0041}\u{e007f}",
  "more blanks than a message may have characters": " ".repeat(MESSAGE_MAX + 1),
  undefined: undefined,
  null: null,
  "a number": 1,
  "a list": ["hello"],
  "an object": { toString: () => "hello" },
};

for (const [what, value] of Object.entries(BLANK)) {
  test(`${what} is no message`, () => {
    assert.throws(() => parseMessageText(value), isError("invalid_message"));
  });
}

test("what is taken as a message is clean, visible and within the limit, and what is refused is not", () => {
  fc.assert(
    fc.property(text, (given) => {
      const clean = cleanMessage(given);
      if (hasVisibleText(clean)) assert.is(parseMessageText(given), clean);
      else assert.throws(() => parseMessageText(given), isError("invalid_message"));
    }),
    RUNS,
  );
});

test("a long hostile text is cleaned in a moment", () => {
  const started = performance.now();
  cleanForTerminal("e" + "\u0301".repeat(100_000) + "\u001b]8;;".repeat(20_000));
  const took = performance.now() - started;
  assert.ok(took < 1_000, `${took} ms`);
});

function isError(code: string) {
  return (error: unknown) => error instanceof ChatError && error.code === code;
}

test.run();
