import type { ChatEvent } from "@chat/client";
import * as assert from "uvu/assert";
import { suite } from "../../../test-support/suite.ts";
import { toAlert } from "../src/mention-alert.ts";

const test = suite("toAlert");

function said(username: string, message: string, backlog = false): ChatEvent {
  const timestamp = "2026-11-22T14:05:00.000Z";
  return {
    type: "entry",
    room: "ops",
    backlog,
    entry: {
      type: "message",
      key: "m1",
      message: { id: 1, prev: 0, room: "ops", username, message, timestamp },
    },
  };
}

test("who is called by name is told by whom, where, and what was said", () => {
  assert.equal(toAlert(said("bob", "@ada look"), "ada"), {
    title: "bob in ops",
    body: "@ada look",
    topic: "chat ops",
    hash: "#/room/ops",
  });
});

test("nobody is told of what calls others, of the backlog or of themselves", () => {
  assert.is(toAlert(said("bob", "@bea look"), "ada"), undefined);
  assert.is(toAlert(said("bob", "@ada look", true), "ada"), undefined);
  assert.is(toAlert(said("ada", "@ada look"), "ada"), undefined);
  assert.is(toAlert({ type: "rejoined", room: "ops" }, "ada"), undefined);
});

test("a long message is told in part", () => {
  assert.is(toAlert(said("bob", `@ada ${"x".repeat(4_000)}`), "ada")?.body.length, 200);
});

test.run();
