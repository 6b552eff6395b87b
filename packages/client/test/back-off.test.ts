// How waits grow and spread.

import fc from "fast-check";
import * as assert from "uvu/assert";

import { suite } from "../../../test-support/suite.ts";
import { backOff } from "../src/back-off.ts";

const test = suite("backOff");
const bounds = { first: 250, most: 5_000 };

test("doubles with each failure up to the most", () => {
  const waits = [1, 2, 3, 4, 5, 6, 2_000].map((failures) => backOff(failures, bounds, 0.5));
  assert.equal(waits, [250, 500, 1_000, 2_000, 4_000, 5_000, 5_000]);
});

test("spreads by half to either side and is never longer", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 10_000 }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (failures, random) => {
        const middle = backOff(failures, bounds, 0.5);
        const wait = backOff(failures, bounds, random);
        assert.ok(wait >= Math.floor(middle / 2) && wait <= Math.ceil(middle * 1.5), `${wait}`);
      },
    ),
  );
});

test.run();
