// An identity as text: what comes back out of it, whatever happened on the way.

import * as assert from "uvu/assert";

import { suite } from "../../../../test-support/suite.ts";
import { readArmour, toArmour } from "../../src/identity/armour.ts";

const test = suite("an identity as text");

const IDENTITY = {
  root: "r".repeat(43),
  servers: new Map([
    ["http://one.example", "a".repeat(43)],
    ["http://two.example:8000", "b".repeat(16)],
  ]),
};

test("what is written is read again, also out of a mail that quotes it", () => {
  const text = toArmour(IDENTITY);
  const quoted = text
    .split("\n")
    .map((line) => `> ${line}`)
    .join("\r\n");
  for (const one of [text, `Hello,\n\n${text}\nBye`, text.replaceAll("\n", "\r\n"), quoted]) {
    const read = readArmour(one);
    assert.is(read?.root, IDENTITY.root);
    assert.equal([...(read?.servers ?? [])], [...IDENTITY.servers]);
  }
});

test("a text without an identity holds none; one that is damaged is told from that", () => {
  assert.is(readArmour("hello"), undefined);
  assert.is(readArmour(""), undefined);
  const text = toArmour(IDENTITY);
  const lines = text.split("\n");
  const without = [...lines.slice(0, 2), ...lines.slice(3)].join("\n");
  assert.throws(() => readArmour(without), /damaged/);
  assert.throws(() => readArmour(text.replace("eyJyb290", "eyJyb291")), /damaged/);
});

test("no line is longer than mail takes", () => {
  for (const line of toArmour(IDENTITY).split("\n")) assert.ok(line.length <= 64, line);
});

test.run();
