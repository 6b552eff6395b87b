// A terminal's input as keys, text and pastes.

import fc from "fast-check";
import * as assert from "uvu/assert";

import { suite } from "../../../../test-support/suite.ts";
import { KeyDecoder, type Input } from "../../src/screen/key-decoder.ts";

const test = suite("KeyDecoder");

function decode(...chunks: string[]): Input[] {
  const decoder = new KeyDecoder();
  return [...chunks.flatMap((chunk) => decoder.push(chunk)), ...decoder.flush()];
}

/** Neighbouring texts in one: how a read was split must not show otherwise. */
function joined(inputs: readonly Input[]): Input[] {
  const all: Input[] = [];
  for (const input of inputs) {
    const last = all.at(-1);
    if (last?.type === "text" && input.type === "text") last.text += input.text;
    else all.push({ ...input });
  }
  return all;
}

const keys: [string, string][] = [
  ["\r", "enter"],
  ["\n", "ctrl-j"],
  ["\x7f", "backspace"],
  ["\x01", "ctrl-a"],
  ["\x1f", "ctrl-_"],
  ["\x1b[A", "up"],
  ["\x1bOA", "up"],
  ["\x1b[1;5D", "ctrl-left"],
  ["\x1b[1;3C", "alt-right"],
  ["\x1b[1;2A", "shift-up"],
  ["\x1b[3~", "delete"],
  ["\x1b[5~", "pageup"],
  ["\x1b[6;5~", "ctrl-pagedown"],
  ["\x1b[H", "home"],
  ["\x1b[4~", "end"],
  ["\x1bb", "alt-b"],
  ["\x1b\r", "alt-enter"],
  ["\x1b\x7f", "alt-backspace"],
  ["\x1b[Z", "shift-tab"],
  ["\x1bOP", "f1"],
  ["\x1b[15~", "f5"],
  ["\x1b[13;2u", "shift-enter"],
  ["\x1b[27;2;13~", "shift-enter"],
  ["\x1b[<64;10;5M", "wheel-up"],
  ["\x1b[<69;10;5M", "wheel-down"],
];

test("each sequence is its key", () => {
  for (const [sequence, key] of keys) assert.equal(decode(sequence), [{ type: "key", key }], key);
});

test("text and Enter in one read are text and Enter", () => {
  assert.equal(decode("hi\rho"), [
    { type: "text", text: "hi" },
    { type: "key", key: "enter" },
    { type: "text", text: "ho" },
  ]);
});

test("a paste is one thing, line breaks and sequences in it included", () => {
  assert.equal(decode("\x1b[200~a\rb\x1b[A\x1b[201~c"), [
    { type: "paste", text: "a\rb\x1b[A" },
    { type: "text", text: "c" },
  ]);
});

test("Esc alone is Esc once nothing follows", () => {
  const decoder = new KeyDecoder();
  assert.equal(decoder.push("\x1b"), []);
  assert.ok(decoder.waiting);
  assert.equal(decoder.flush(), [{ type: "key", key: "escape" }]);
  assert.not(decoder.waiting);
});

test("a paste whose end never comes is not lost", () => {
  const decoder = new KeyDecoder();
  assert.equal(decoder.push("\x1b[200~abc\x1b[20"), []);
  assert.ok(decoder.pasting);
  assert.equal(decoder.flush(), [{ type: "paste", text: "abc\x1b[20" }]);
});

test("the window that comes to the front or goes to the back is told, a mouse's buttons are not", () => {
  assert.equal(decode("\x1b[Ia\x1b[O\x1b[<0;3;4M\x1b[<0;3;4m\x1b[<64;3;4m\x1b[M !!b"), [
    { type: "focus", focused: true },
    { type: "text", text: "a" },
    { type: "focus", focused: false },
    { type: "text", text: "b" },
  ]);
});

test("unknown sequences are swallowed whole", () => {
  assert.equal(decode("a\x1b[?62;1cb\x1b[99~c\x1b[<0;3;4Md"), [
    { type: "text", text: "a" },
    { type: "text", text: "b" },
    { type: "text", text: "c" },
    { type: "text", text: "d" },
  ]);
});

const piece = fc.oneof(
  fc.constantFrom(...keys.map(([sequence]) => sequence)),
  fc.constantFrom("\x1b[200~paste\r\x1b[201~", "\x1b[?1;2c", "\x1b[I", "\x1b[M abc"),
  fc
    .string({ unit: "grapheme", minLength: 1, maxLength: 5 })
    .filter((text) => !/\p{Cc}/u.test(text)),
);

test("how the bytes are split into reads makes no difference", () => {
  fc.assert(
    fc.property(
      fc.array(piece, { maxLength: 8 }),
      fc.array(fc.nat(), { maxLength: 6 }),
      (pieces, cuts) => {
        const all = pieces.join("");
        const places = [
          0,
          ...cuts.map((cut) => cut % (all.length + 1)).sort((a, b) => a - b),
          all.length,
        ];
        const chunks = places.slice(1).map((place, index) => all.slice(places[index], place));
        assert.equal(joined(decode(...chunks)), joined(decode(all)));
      },
    ),
  );
});

test("noise of any kind neither throws nor stays", () => {
  fc.assert(
    fc.property(
      fc.string({ unit: fc.constantFrom("\x1b", "[", "O", "M", "2", "0", "~", ";", "a", "\x00") }),
      (noise) => {
        const decoder = new KeyDecoder();
        decoder.push(noise);
        decoder.flush();
        assert.not(decoder.waiting);
        assert.equal(decoder.push("z"), [{ type: "text", text: "z" }]);
      },
    ),
  );
});

test.run();
