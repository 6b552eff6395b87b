// How many requests are being served, how many there were, and who waits for the last.

import * as assert from "uvu/assert";

import { suite } from "../../../test-support/suite.ts";
import { RequestsUnderWay } from "../src/requests-under-way.ts";

const test = suite("RequestsUnderWay");

let underWay: RequestsUnderWay;

test.before.each(() => {
  underWay = new RequestsUnderWay();
});

test("the most at one time is said once, and counted from what there is then", () => {
  underWay.begin();
  underWay.begin();
  underWay.begin();
  underWay.end();
  assert.is(underWay.takeMost(), 3);
  assert.is(underWay.takeMost(), 2);
  underWay.end();
  underWay.end();
  assert.is(underWay.takeMost(), 2);
  assert.is(underWay.takeMost(), 0);
});

test("who waits for none waits for the last of them, and not where there is none", async () => {
  await underWay.none();
  underWay.begin();
  underWay.begin();
  let over = false;
  const none = underWay.none().then(() => (over = true));
  underWay.end();
  await new Promise((resolve) => setImmediate(resolve));
  assert.not(over);
  underWay.end();
  await none;
});

test.run();
