// The queue of drafts, without time and without a server.

import * as assert from "uvu/assert";

import { suite } from "../../../test-support/suite.ts";
import { Outbox, type OutboxItem } from "../src/outbox.ts";
import type { Draft } from "../src/types.ts";

const test = suite("Outbox");
const error = { code: "unavailable", message: "away" } as const;

function add(outbox: Outbox, nonce: string, room = "general", text = nonce): OutboxItem {
  const draft: Draft = { room, text, nonce, createdAt: 0, state: "waiting" };
  return outbox.add(draft);
}

function texts(outbox: Outbox, room = "general"): string[] {
  return outbox.drafts(room).map(({ text, state }) => `${text} ${state}`);
}

function own(id: number, text: string): Parameters<Outbox["markSeen"]>[0] {
  const timestamp = "2026-01-01T00:00:00.000Z";
  return { id, prev: 0, room: "general", username: "ada", message: text, timestamp };
}

test("one draft of a room at a time, in the order they came", () => {
  const outbox = new Outbox();
  const [a, b] = [add(outbox, "a"), add(outbox, "b")];
  assert.is(outbox.next("general"), a);
  outbox.markSending(a, 0);
  assert.is(outbox.next("general"), undefined);
  outbox.markStored(a, 1);
  assert.is(outbox.next("general"), b);
});

test("a draft that has to wait stays in front of the later ones", () => {
  const outbox = new Outbox();
  const a = add(outbox, "a");
  add(outbox, "b");
  outbox.markSending(a, 0);
  outbox.markWaiting(a, error, 5);
  assert.is(outbox.next("general"), a);
  assert.equal(texts(outbox), ["a waiting", "b waiting"]);
});

test("a failed draft keeps its text and place and lets the later ones pass", () => {
  const outbox = new Outbox();
  const [a, b] = [add(outbox, "a"), add(outbox, "b")];
  outbox.markSending(a, 0);
  outbox.markFailed(a, { code: "message_too_long", message: "too long" });
  assert.is(outbox.next("general"), b);
  assert.equal(texts(outbox), ["a failed", "b waiting"]);
});

test("a failed draft that is tried again does not start beside one that is under way", () => {
  const outbox = new Outbox();
  const [a, b] = [add(outbox, "a"), add(outbox, "b")];
  outbox.markFailed(a, error);
  outbox.markSending(b, 0);
  assert.ok(outbox.retry(a));
  assert.is(outbox.next("general"), undefined);
  outbox.markStored(b, 1);
  assert.is(outbox.next("general"), a);
});

test("rooms do not wait for each other", () => {
  const outbox = new Outbox();
  outbox.markSending(add(outbox, "a"), 0);
  const b = add(outbox, "b", "dev");
  assert.is(outbox.next("dev"), b);
});

test("the same nonce is the same draft", () => {
  const outbox = new Outbox();
  assert.is(add(outbox, "a"), add(outbox, "a"));
  assert.is(outbox.drafts("general").length, 1);
});

test("a stored draft stays until its message is in the log", () => {
  const outbox = new Outbox();
  const a = add(outbox, "a");
  outbox.markSending(a, 4);
  outbox.markStored(a, 9);
  outbox.settle("general", 8);
  assert.equal(texts(outbox), ["a sending"]);
  outbox.settle("general", 9);
  assert.equal(texts(outbox), []);
  assert.equal(outbox.rooms, []);
});

test("a draft whose message is seen before its acknowledgement is not shown beside it", () => {
  const outbox = new Outbox();
  const a = add(outbox, "a");
  outbox.markSending(a, 4);
  outbox.markSeen(own(9, "a"));
  assert.equal(texts(outbox), []);
  assert.is(outbox.find("a"), a);
});

test("a draft that only looked like the message of another session comes back", () => {
  const outbox = new Outbox();
  const a = add(outbox, "a");
  outbox.markSending(a, 4);
  outbox.markSeen(own(9, "a"));
  outbox.markWaiting(a, error, 0);
  assert.equal(texts(outbox), ["a waiting"]);
});

test("the message of a stored draft is not taken for the next one of the same words", () => {
  const outbox = new Outbox();
  const a = add(outbox, "n1", "general", "same");
  const b = add(outbox, "n2", "general", "same");
  outbox.markSending(a, 4);
  outbox.markStored(a, 9);
  outbox.markSending(b, 4);
  outbox.markSeen(own(9, "same"));
  assert.is(b.seenAs, undefined);
});

test("the time of doubt and the place in the room are those of the first attempt", () => {
  const outbox = new Outbox();
  const a = add(outbox, "a");
  outbox.markSending(a, 4);
  outbox.markWaiting(a, error, 100);
  outbox.markSending(a, 7);
  outbox.markWaiting(a, error, 200);
  assert.is(a.doubtSince, 100);
  assert.is(a.lastIdBefore, 4);
});

test("drafts are the same array until one of their room changes, and drafts never change themselves", () => {
  const outbox = new Outbox();
  const a = add(outbox, "a");
  const before = outbox.drafts("general");
  add(outbox, "b", "dev");
  assert.is(outbox.drafts("general"), before);
  outbox.markSending(a, 0);
  assert.is.not(outbox.drafts("general"), before);
  assert.is(before[0]?.state, "waiting");
});

test.run();
