// How often others are told that one is typing.

import * as assert from "uvu/assert";

import { suite } from "../../../test-support/suite.ts";
import { TypingSender } from "../src/typing-sender.ts";
import { ManualClock } from "./support/manual-clock.ts";

const test = suite("TypingSender");

function play() {
  const clock = new ManualClock();
  const sent: string[] = [];
  const sender = new TypingSender(clock, (room, typing) => sent.push(`${room} ${typing}`));
  return { clock, sent, sender };
}

test("a keystroke is news only now and then", async () => {
  const { clock, sent, sender } = play();
  for (let i = 0; i < 40; i++) {
    sender.set("general", true);
    await clock.advance(100);
  }
  assert.equal(sent, ["general true", "general true"]);
});

test("stopping is said once, and only after having begun", () => {
  const { sent, sender } = play();
  sender.set("general", false);
  sender.set("general", true);
  sender.set("general", false);
  sender.set("general", false);
  assert.equal(sent, ["general true", "general false"]);
});

test("what a message has said already is not said again, and typing on is news", () => {
  const { sent, sender } = play();
  sender.set("general", true);
  sender.forget("general");
  sender.set("general", false);
  sender.set("general", true);
  assert.equal(sent, ["general true", "general true"]);
});

test.run();
