// The search for the highest rate that holds: it ends close to it from wherever it begins.

import * as assert from "uvu/assert";

import { findHighest } from "../../bench/scenarios/find-highest.js";
import { suite } from "../../test-support/suite.ts";

const test = suite("findHighest");

/** Searches for a limit; answers what was found and what was tried. */
async function search(first: number, limit: number): Promise<{ found: number; tried: number[] }> {
  const tried: number[] = [];
  const found = await findHighest(first, async (rate) => {
    tried.push(rate);
    return rate <= limit;
  });
  return { found, tried };
}

for (const first of [500, 999, 1_000, 1_001, 1_400, 4_000]) {
  test(`a limit of 1,000 is found from ${first}, at most six hundredths below`, async () => {
    const { found, tried } = await search(first, 1_000);
    assert.ok(found <= 1_000 && found > 1_000 / 1.06, String(found));
    assert.ok(tried.includes(found));
  });
}

test("between what held and what did not it goes on, and never tries a rate twice", async () => {
  const { tried } = await search(800, 900);
  assert.equal(tried.slice(0, 2), [800, 1_000]);
  assert.ok(tried.slice(2).every((rate) => rate > 800 && rate < 1_000));
  assert.is(new Set(tried).size, tried.length);
});

test("where nothing holds, and where everything does, it ends", async () => {
  assert.equal((await search(1_000, 0)).found, 0);
  const { found, tried } = await search(1_000, Infinity);
  assert.is(found, tried.at(-1));
});

test.run();
