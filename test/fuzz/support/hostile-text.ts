// What may stand in a field: good values, and those that break programs. All of it is JSON text, not values, so that
// numbers beyond all numbers, keys given twice and `__proto__` reach the server as they are. Knows no event.

import * as fc from "fast-check";

const PLAIN_WORDS = ["general", "ops", "fuzz-1", "\u4e16\u754c", "na\u00efve", "a.b-c_d", "7"];
const OBJECT_WORDS = ["__proto__", "constructor", "prototype", "toString", "hasOwnProperty"];
const MACHINE_WORDS = ["then", "toJSON", "length", "id", "room", "_placeholder", "nsp", "null"];
const BAD_NAMES = [
  "",
  " ",
  "*",
  "a b",
  "{a}",
  "a:b",
  "a/b",
  "../..",
  "%2e%2e",
  ".a",
  "-",
  "e\u0301",
];
const BAD_TEXTS = [
  "\ud800",
  "a\udfffb",
  "\u0000",
  "\u001b[2J",
  "\u001b]8;;x\u0007",
  "\u202edcba",
  "\u2028",
  "\ufeff",
  '\r\n{"level":60,"msg":"forged"}\r\n',
  `Z${"\u0301".repeat(500)}`,
  "\u{e0041}\u{e0042}",
  "\ufdfa".repeat(20),
];
const NUMBERS = ["0", "-0", "1", "-1", "100", "101", "0.5", "1e308", "1e999", "-1e999", "1e-400"];
const HUGE_NUMBERS = ["9007199254740991", "9007199254740993", "1.79e15", "9".repeat(400)];
/** How often a list or an object may be nested on purpose. */
const DEPTHS = [10, 1_000, 20_000];

/** A word that is a valid name, or was one for somebody's object. */
export const word: fc.Arbitrary<string> = fc.constantFrom(...PLAIN_WORDS, ...OBJECT_WORDS);

/** A text that is no name, or no good one. */
export const badText: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom(...BAD_NAMES, ...BAD_TEXTS, ...OBJECT_WORDS, ...MACHINE_WORDS),
  fc.string({ unit: "binary", maxLength: 40 }),
  fc.string({ unit: fc.integer({ min: 0, max: 0xffff }).map((code) => String.fromCharCode(code)) }),
  fc
    .record({
      unit: fc.constantFrom("a", "\u0301", "\u{1f600}", "\ud83d", "\n", "\u202e", "<b>"),
      times: fc.constantFrom(33, 65, 4_000, 4_001, 30_000),
    })
    .map(({ unit, times }) => unit.repeat(Math.min(times, Math.ceil(60_000 / unit.length)))),
);

/** A JSON string of that text: escaped as usual, or every character escaped. */
export function toJsonString(text: fc.Arbitrary<string>): fc.Arbitrary<string> {
  return fc.tuple(text, fc.boolean()).map(([one, escaped]) => {
    return escaped && one.length < 5_000 ? escapeAll(one) : JSON.stringify(one);
  });
}

const key = toJsonString(fc.oneof(word, fc.constantFrom(...MACHINE_WORDS), badText));

const { tree } = fc.letrec<{ tree: string; list: string; fields: string }>((tie) => ({
  tree: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    fc.constantFrom("null", "true", "false", ...NUMBERS, ...HUGE_NUMBERS),
    toJsonString(fc.oneof(word, badText)),
    tie("list"),
    tie("fields"),
  ),
  list: fc.array(tie("tree"), { maxLength: 5 }).map((items) => `[${items.join()}]`),
  fields: fc
    .array(fc.tuple(key, tie("tree")), { maxLength: 5 })
    .map((pairs) => `{${pairs.map(([name, value]) => `${name}:${value}`).join()}}`),
}));

const placeholder = fc
  .constantFrom("0", "7", "-1", '"0"', "1e999", "null")
  .map((num) => `{"_placeholder":true,"num":${num}}`);

const deep = fc
  .record({ depth: fc.constantFrom(...DEPTHS), object: fc.boolean() })
  .map(({ depth, object }) => {
    if (!object) return `${"[".repeat(depth)}${"]".repeat(depth)}`;
    const levels = Math.min(depth, 10_000);
    return `${'{"a":'.repeat(levels)}1${"}".repeat(levels)}`;
  });

const sparse = fc
  .constantFrom(10, 5_000)
  .map((count) => `{${Array.from({ length: count }, (_, at) => `"k${at}":${at}`).join()}}`);

/** Any JSON, at most some 70 kB of it. */
export const hostileJson: fc.Arbitrary<string> = fc.oneof(
  { arbitrary: tree, weight: 12 },
  { arbitrary: placeholder, weight: 1 },
  { arbitrary: deep, weight: 1 },
  { arbitrary: sparse, weight: 1 },
);

/** A number that a field may take, or may not. */
export const numberJson: fc.Arbitrary<string> = fc.oneof(
  { arbitrary: fc.integer({ min: 1, max: 100 }).map(String), weight: 8 },
  fc.constantFrom(...NUMBERS, ...HUGE_NUMBERS),
);

/** The JSON text of a field, by the name of the field. */
export type Fields = Readonly<Record<string, fc.Arbitrary<string>>>;

/**
 * An object of these fields, most of them good: each may be absent, given twice or hold anything, and others may stand
 * beside them.
 */
export function spoiledObject(fields: Fields): fc.Arbitrary<string> {
  const parts = Object.entries(fields).map(([name, good]) => {
    const member = (value: string): string => `${JSON.stringify(name)}:${value}`;
    return fc.oneof(
      { arbitrary: good.map(member), weight: 40 },
      { arbitrary: hostileJson.map(member), weight: 2 },
      { arbitrary: fc.constant(""), weight: 1 },
      {
        arbitrary: fc.tuple(good, hostileJson).map((both) => both.map(member).join()),
        weight: 1,
      },
    );
  });
  const more = fc.oneof(
    { arbitrary: fc.constant(""), weight: 12 },
    {
      arbitrary: fc.tuple(key, hostileJson).map(([name, value]) => `${name}:${value}`),
      weight: 1,
    },
    {
      arbitrary: fc
        .constantFrom("__proto__", "constructor")
        .map((name) => `"${name}":{"room":"general","polluted":1,"limit":7}`),
      weight: 1,
    },
  );
  return fc
    .tuple(...parts, more)
    .map((members) => `{${members.filter((member) => member !== "").join()}}`);
}

/** A text with a piece of it cut out, doubled or replaced. */
export function damaged(text: fc.Arbitrary<string>): fc.Arbitrary<string> {
  const piece = fc.oneof(fc.constantFrom("", "{", "]", "-", ",", "\u001e", "0", "/"), badText);
  return fc.tuple(text, fc.nat(), fc.nat(12), piece).map(([whole, place, length, instead]) => {
    const at = whole.length === 0 ? 0 : place % whole.length;
    return whole.slice(0, at) + instead + whole.slice(at + length);
  });
}

function escapeAll(text: string): string {
  const codes = Array.from({ length: text.length }, (_, at) =>
    text.charCodeAt(at).toString(16).padStart(4, "0"),
  );
  return `"${codes.map((code) => `\\u${code}`).join("")}"`;
}
