// Who hears of a change, when and how often.

import * as assert from "uvu/assert";

import { suite } from "../../../test-support/suite.ts";
import { Publisher } from "../src/publisher.ts";
import type { ChatEvent, ChatSnapshot } from "../src/types.ts";
import { settled } from "./support/manual-clock.ts";

const test = suite("Publisher");
const event: ChatEvent = { type: "connection", connection: { status: "idle", since: 0 } };

function play() {
  let made = 0;
  const publisher = new Publisher((): ChatSnapshot => {
    made++;
    return { username: "ada", connection: { status: "idle", since: 0 }, rooms: new Map() };
  });
  return { publisher, made: () => made };
}

test("a snapshot is made only when somebody looks after a change", () => {
  const { publisher, made } = play();
  for (let i = 0; i < 1_000; i++) publisher.changed();
  assert.is(made(), 0);
  assert.is(publisher.snapshot, publisher.snapshot);
  assert.is(made(), 1);
});

test("subscribers hear of many changes in a turn once", async () => {
  const { publisher } = play();
  let calls = 0;
  publisher.subscribe(() => calls++);
  for (let i = 0; i < 1_000; i++) publisher.changed();
  assert.is(calls, 0);
  await settled();
  assert.is(calls, 1);
  publisher.changed();
  await settled();
  assert.is(calls, 2);
});

test("listeners hear every event at once and in order, until they stop", () => {
  const { publisher } = play();
  const heard: string[] = [];
  const stop = publisher.listen(({ type }) => heard.push(`a ${type}`));
  publisher.listen(({ type }) => heard.push(`b ${type}`));
  publisher.emit(event);
  stop();
  publisher.emit(event);
  assert.equal(heard, ["a connection", "b connection", "b connection"]);
});

test("a listener that throws takes nobody with it, and is not hushed up", async () => {
  const { publisher } = play();
  const uncaught = new Promise((resolve) => process.once("uncaughtException", resolve));
  const heard: string[] = [];
  publisher.listen(() => {
    throw new Error("the listener's own");
  });
  publisher.listen(({ type }) => heard.push(type));
  publisher.emit(event);
  assert.equal(heard, ["connection"]);
  assert.is(((await uncaught) as Error).message, "the listener's own");
});

test.run();
