// How much is let through at once, and for good.

import * as fc from "fast-check";
import * as assert from "uvu/assert";

import { suite } from "../../../../test-support/suite.ts";
import { TokenBucket } from "../../src/limits/token-bucket.ts";

const test = suite("TokenBucket");

const RATE = { burst: 20, perSecond: 5 };

test("lets the whole burst through at once, and not one more", () => {
  const bucket = new TokenBucket(RATE, 1_000);
  for (let i = 0; i < RATE.burst; i++) assert.is(bucket.take(1_000), 0);
  assert.is(bucket.take(1_000), 200);
});

test("says exactly when there will be a token again", () => {
  const bucket = new TokenBucket({ burst: 1, perSecond: 4 }, 0);
  assert.is(bucket.take(0), 0);
  const wait = bucket.take(100);
  assert.is(wait, 150);
  assert.ok(bucket.take(100 + wait - 1) > 0);
  assert.is(bucket.take(100 + wait), 0);
});

test("a refusal holds for as long as it was said to, though there is a token before", () => {
  const bucket = new TokenBucket({ burst: 2, perSecond: 100 }, 0, 500);
  assert.equal([bucket.take(0), bucket.take(0), bucket.take(0)], [0, 0, 500]);
  assert.equal([bucket.take(20), bucket.take(499)], [480, 1]);
  // What flowed meanwhile is there.
  assert.equal([bucket.take(500), bucket.take(500), bucket.take(500)], [0, 0, 500]);
});

test("never holds more than a burst, however long nothing was taken", () => {
  const bucket = new TokenBucket(RATE, 0);
  let taken = 0;
  while (bucket.take(1e9) === 0) taken++;
  assert.is(taken, RATE.burst);
});

test("a clock that goes back gives and takes nothing", () => {
  const bucket = new TokenBucket({ burst: 1, perSecond: 1 }, 10_000);
  assert.is(bucket.take(10_000), 0);
  assert.is(bucket.take(5_000), 1_000);
  assert.is(bucket.take(5_500), 500);
  assert.is(bucket.take(6_000), 0);
});

test("lets through at least the rate, and at most the rate and a burst, over any time", () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 0, max: 400 }), { minLength: 1, maxLength: 300 }),
      (pauses) => {
        const bucket = new TokenBucket(RATE, 0);
        let now = 0;
        let taken = 0;
        for (const pause of pauses) {
          now += pause;
          if (bucket.take(now) === 0) taken++;
        }
        const flowed = (now / 1_000) * RATE.perSecond;
        assert.ok(taken <= RATE.burst + flowed + 1e-6);
        assert.ok(taken >= Math.min(pauses.length, RATE.burst));
      },
    ),
  );
});

test.run();
