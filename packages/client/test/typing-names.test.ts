// Who is typing, and for how long.

import * as assert from "uvu/assert";

import { suite } from "../../../test-support/suite.ts";
import { TYPING_EXPIRES_MS, TypingNames } from "../src/typing-names.ts";
import { ManualClock } from "./support/manual-clock.ts";

const test = suite("TypingNames");

test("a name goes when it was not heard of for a while", async () => {
  const clock = new ManualClock();
  let changes = 0;
  const typing = new TypingNames(clock, () => changes++);
  typing.add("ada");
  await clock.advance(TYPING_EXPIRES_MS - 1);
  assert.equal(typing.names, ["ada"]);
  await clock.advance(1);
  assert.equal(typing.names, []);
  assert.is(changes, 1);
});

test("a name that goes on typing stays, and nothing changes for it", async () => {
  const clock = new ManualClock();
  const typing = new TypingNames(clock, () => undefined);
  typing.add("ada");
  const { names } = typing;
  await clock.advance(TYPING_EXPIRES_MS - 1);
  typing.add("ada");
  await clock.advance(TYPING_EXPIRES_MS - 1);
  assert.is(typing.names, names);
});

test("names are in the order they began, and all go together", async () => {
  const clock = new ManualClock();
  const typing = new TypingNames(clock, () => undefined);
  typing.add("bob");
  typing.add("ada");
  assert.equal(typing.names, ["bob", "ada"]);
  assert.ok(typing.remove("bob"));
  assert.not.ok(typing.remove("bob"));
  typing.clear();
  assert.equal(typing.names, []);
  assert.is(clock.pending, 0);
});

test.run();
