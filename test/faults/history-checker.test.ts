// The checker itself: it must object to every kind of broken run, and to no whole one.

import type { Message } from "@chat/protocol";
import * as assert from "uvu/assert";

import { suite } from "../../test-support/suite.ts";
import { checkHistory, type Observation, type View } from "./support/history-checker.ts";

const test = suite("history checker");

/** Message `id` follows `id - 1`; ada and bob take turns. */
function message(id: number, changes: Partial<Message> = {}): Message {
  const username = id % 2 === 1 ? "ada" : "bob";
  const timestamp = "2026-01-01T00:00:00.000Z";
  return {
    ...{ id, prev: id - 1, room: "general", username, message: `text ${id}`, timestamp },
    ...changes,
  };
}

function view(name: string, messages: readonly Message[]): View {
  return { name, from: 0, seen: messages.map((one) => ({ message: one })) };
}

/** Six messages that all were sent, acknowledged, kept and seen by two. */
function wholeRun(): Observation & { views: View[] } {
  const all = [1, 2, 3, 4, 5, 6].map((id) => message(id));
  return {
    sent: [
      { username: "ada", texts: ["text 1", "text 3", "text 5"] },
      { username: "bob", texts: ["text 2", "text 4", "text 6"] },
    ],
    acknowledged: all,
    views: [view("one", all), view("two", all)],
    history: all,
    historyIsWhole: true,
  };
}

/** The kinds of violations of a run, each with where it was seen, without repeats. */
function judge(observation: Observation): string[] {
  return [...new Set(checkHistory(observation).map(({ kind, where }) => `${kind}: ${where}`))];
}

test("a whole run is whole", () => {
  assert.equal(judge(wholeRun()), []);
});

test("what was sent and neither acknowledged nor stored is nobody's loss", () => {
  const run = wholeRun();
  const sent = [...run.sent, { username: "carol", texts: ["never stored"] }];
  assert.equal(judge({ ...run, sent }), []);
});

test("an acknowledged message that a view lacks is lost", () => {
  const run = wholeRun();
  run.views[1] = view(
    "two",
    run.history.filter(({ id }) => id !== 4),
  );
  assert.equal(judge(run), ["lost: two"]);
});

test("the last message counts as much as the others", () => {
  const run = wholeRun();
  run.views[1] = view("two", run.history.slice(0, -1));
  assert.equal(judge(run), ["lost: two"]);
});

test("a message that one saw and another did not is lost, acknowledged or not", () => {
  const run = wholeRun();
  run.views[1] = view("two", run.history.slice(0, -1));
  assert.equal(judge({ ...run, acknowledged: run.acknowledged.slice(0, -1) }), ["lost: two"]);
});

test("a gap excuses what it covers and nothing else", () => {
  const run = wholeRun();
  const [one, two, three, four, five, six] = run.history.map((one) => ({ message: one }));
  assert.ok(one && two && three && four && five && six);
  run.views[1] = {
    name: "two",
    from: 0,
    seen: [one, { gap: { after: 1, before: 4 } }, four, five, six],
  };
  assert.equal(judge(run), []);
  run.views[1] = {
    name: "two",
    from: 0,
    seen: [one, { gap: { after: 1, before: 3 } }, four, five, six],
  };
  assert.equal(judge(run), ["lost: two"]);
  run.views[1] = { name: "two", from: 0, seen: [one, two, { gap: { after: 2 } }] };
  assert.equal(judge(run), []);
});

test("a view answers for what it was there for, and for no more", () => {
  const run = wholeRun();
  run.views[1] = { ...view("two", run.history.slice(2, 4)), from: 2, until: 4 };
  assert.equal(judge(run), []);
  run.views[1] = { ...view("two", run.history.slice(2, 4)), from: 1, until: 4 };
  assert.equal(judge(run), ["lost: two"]);
  run.views[1] = { ...view("two", run.history.slice(2, 4)), from: 2, until: 5 };
  assert.equal(judge(run), ["lost: two"]);
});

test("a message shown twice is repeated", () => {
  const run = wholeRun();
  run.views[1] = view("two", [...run.history, message(6)]);
  assert.equal(judge(run), ["repeated: two"]);
});

test("one draft stored twice is repeated, even if everybody saw it twice", () => {
  const run = wholeRun();
  const all = [...run.history, message(7, { message: "text 5" })];
  const views = [view("one", all), view("two", all)];
  const found = judge({ ...run, history: all, views });
  assert.ok(found.includes("repeated: the store"), found.join());
});

test("one draft stored as one message and acknowledged as another is repeated", () => {
  const run = wholeRun();
  const acknowledged = [
    ...run.acknowledged.slice(0, -1),
    message(9, { message: "text 6", username: "bob" }),
  ];
  assert.ok(judge({ ...run, acknowledged }).includes("repeated: an acknowledgement"));
});

test("ids that do not ascend are out of order", () => {
  const run = wholeRun();
  run.views[1] = view(
    "two",
    [1, 2, 4, 3, 5, 6].map((id) => message(id)),
  );
  assert.ok(judge(run).includes("order: two"));
});

test("a sender whose messages were stored in another order than sent is noticed", () => {
  const run = wholeRun();
  const sent = [{ username: "ada", texts: ["text 3", "text 1", "text 5"] }, ...run.sent.slice(1)];
  assert.equal(judge({ ...run, sent }), ["order: one", "order: two", "order: the store"]);
});

test("a text that nobody sent is invented", () => {
  const run = wholeRun();
  const all = [...run.history, message(7, { message: "who said that?" })];
  const views = [view("one", all), view("two", all)];
  assert.ok(judge({ ...run, history: all, views }).includes("invented: one"));
});

test("a text under another's name is invented", () => {
  const run = wholeRun();
  run.views[1] = view("two", [...run.history.slice(0, 5), message(6, { username: "ada" })]);
  assert.equal(judge(run), ["invented: two"]);
});

test("an acknowledged message that the store lacks is lost", () => {
  const run = wholeRun();
  assert.equal(judge({ ...run, history: run.history.slice(0, -1) }), ["lost: the store"]);
});

test("a store that trimmed answers for what is newer than its oldest", () => {
  const run = { ...wholeRun(), historyIsWhole: false };
  assert.equal(judge({ ...run, history: run.history.slice(3) }), []);
  assert.equal(judge({ ...run, history: run.history.slice(3, 5) }), ["lost: the store"]);
});

test("a store whose messages do not name each other has a hole", () => {
  const run = wholeRun();
  const history = run.history.filter(({ id }) => id !== 3);
  const found = checkHistory({ ...run, history }).map(({ what }) => what);
  assert.equal(found, ["4 names 3, but follows 2", '3 "text 3" is not kept']);
});

test.run();
