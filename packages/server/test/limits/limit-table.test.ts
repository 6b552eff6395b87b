// What LIMITS can say, and what holds where it says nothing.

import * as assert from "uvu/assert";

import { suite } from "../../../../test-support/suite.ts";
import { limitNames, parseLimits } from "../../src/limits/limit-table.ts";

const test = suite("parseLimits");

test("by default a connection may post what the contract gives it, under its name and from its address too", () => {
  const { rates } = parseLimits(undefined, true);
  for (const name of ["messages", "messages-per-name", "messages-per-address"] as const) {
    const rate = rates[name];
    assert.ok(rate && rate.burst >= 20 && rate.perSecond >= 5, name);
  }
});

test("by default an office of 200 people behind one address fits, each at what a connection may do", () => {
  const { rates, counts } = parseLimits(undefined, true);
  const people = 200;
  assert.ok((rates["messages-per-address"]?.burst ?? 0) >= people * 20);
  assert.ok((rates["messages-per-address"]?.perSecond ?? 0) >= people * 5);
  // All come back at once, with some rooms each.
  assert.ok((rates["connects-per-address"]?.burst ?? 0) >= people * 5);
  assert.ok((rates["joins-per-address"]?.burst ?? 0) >= people * 50);
  assert.ok(counts["connections-per-address"] >= people * 10);
});

test("who is in all the rooms there may be can enter them all at once", () => {
  const { rates, counts } = parseLimits(undefined, true);
  assert.ok((rates.joins?.burst ?? 0) >= counts["rooms-per-connection"]);
});

test("takes single limits, lifts single limits, leaves the others", () => {
  const usual = parseLimits(undefined, true);
  const { rates, counts } = parseLimits(
    " messages = 60/12.5 , typing=off,rooms=500,members-per-room=off",
    true,
  );
  assert.equal(rates.messages, { burst: 60, perSecond: 12.5 });
  assert.is(rates.typing, undefined);
  assert.is(counts.rooms, 500);
  assert.is(counts["members-per-room"], Infinity);
  assert.equal(rates.joins, usual.rates.joins);
  assert.is(counts.connections, usual.counts.connections);
});

test("without rate limits every rate is lifted, also one that is set, and every count stays", () => {
  const { rates, counts } = parseLimits("messages=1/1,rooms=3", false);
  assert.ok(Object.values(rates).every((rate) => rate === undefined));
  assert.equal(counts, { ...parseLimits(undefined, true).counts, rooms: 3 });
});

test("every name can be set", () => {
  for (const name of limitNames) {
    const value = name in parseLimits(undefined, true).rates ? "7/3" : "7";
    const { rates, counts } = parseLimits(`${name}=${value}`, true);
    const now = { ...rates, ...counts }[name];
    assert.equal(now, value === "7" ? 7 : { burst: 7, perSecond: 3 });
  }
});

test.run();
