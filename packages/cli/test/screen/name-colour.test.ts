// Which colour a name gets.

import * as assert from "uvu/assert";

import { suite } from "../../../../test-support/suite.ts";
import { toNameColour } from "../../src/screen/name-colour.ts";

const test = suite("name colours");

test("a name always has the same colour, and names are spread over all there are", () => {
  assert.is(toNameColour("ada", 16), toNameColour("ada", 16));
  const seen = new Set(Array.from({ length: 200 }, (_, index) => toNameColour(`user${index}`, 16)));
  assert.is(seen.size, 16);
});

test("where there are no colours there is nothing to choose", () => {
  assert.is(toNameColour("ada", 0), 0);
});

test.run();
