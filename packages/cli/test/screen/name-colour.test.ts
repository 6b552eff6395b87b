// Which colour a name gets.

import * as assert from "uvu/assert";

import { suite } from "../../../../test-support/suite.ts";
import { NameColours } from "../../src/screen/name-colour.ts";

const test = suite("name colours");
const names = Array.from({ length: 200 }, (_, index) => `user${index}`);

test("a name keeps its colour, and has the same one on another day", () => {
  const colours = new NameColours(16);
  const first = colours.placeOf("ada");
  for (const name of names) colours.placeOf(name);
  assert.is(colours.placeOf("ada"), first);
  assert.is(new NameColours(16).placeOf("ada"), first);
});

test("no two names share a colour while there is one that nobody has", () => {
  const colours = new NameColours(16);
  assert.is(new Set(names.slice(0, 16).map((name) => colours.placeOf(name))).size, 16);
});

test("more names than colours are spread over all of them", () => {
  const colours = new NameColours(16);
  const places = names.map((name) => colours.placeOf(name));
  for (let place = 0; place < 16; place++) {
    assert.ok(places.filter((other) => other === place).length < 40, String(place));
  }
});

test("where there are no colours there is nothing to choose", () => {
  assert.is(new NameColours(0).placeOf("ada"), 0);
});

test.run();
