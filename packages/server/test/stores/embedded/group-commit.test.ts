// What becomes one transaction, and what happens when it fails.

import * as assert from "uvu/assert";

import { suite } from "../../../../../test-support/suite.ts";
import { GroupCommit } from "../../../src/stores/embedded/group-commit.ts";

const test = suite("GroupCommit");

let transactions: number;
/** How long a transaction takes, and how much later it is each time somebody looks, in milliseconds. */
let slowMs: number;
let stepMs: number;
let now: number;
let broken: Error | undefined;
let reported: unknown[];
let commits: GroupCommit;

test.before.each(() => {
  transactions = 0;
  slowMs = 0;
  stepMs = 0;
  now = 0;
  broken = undefined;
  reported = [];
  commits = new GroupCommit(
    (act) => {
      transactions++;
      act();
      now += slowMs;
      if (broken) throw broken;
    },
    (error) => void reported.push(error),
    () => (now += stepMs),
  );
});

test("all that is asked for in one turn is one transaction, done in order", async () => {
  const log: string[] = [];
  const work = ["a", "b", "c"].map((name) =>
    commits.run(
      () => log.push(`act ${name}`),
      () => log.push(`done ${name}`),
    ),
  );
  assert.equal(log, []);
  await Promise.all(work);
  assert.is(transactions, 1);
  assert.equal(log, ["act a", "act b", "act c", "done a", "done b", "done c"]);
});

test("those of a crowd who come back a turn apart share the next transaction too", async () => {
  slowMs = 8;
  await Promise.all([1, 2, 3].map((step) => commits.run(() => step)));
  const first = commits.run(() => 1);
  // As answers on several connections come: not all in one turn.
  await new Promise(setImmediate);
  await Promise.all([first, commits.run(() => 2), commits.run(() => 3)]);
  assert.is(transactions, 2);
});

test("who is left alone by the crowd is waited for no longer than the disk took", async () => {
  slowMs = 8;
  await Promise.all([1, 2, 3].map((step) => commits.run(() => step)));
  const since = now;
  slowMs = 0;
  stepMs = 0.5;
  const alone = commits.run(() => 4);
  await new Promise(setImmediate);
  assert.is(transactions, 1);
  await alone;
  assert.is(transactions, 2);
  // Besides, the clock is looked at before and after the transaction.
  assert.ok(now - since <= 2 + 3 * stepMs, `${now - since} ms`);
});

test("what nobody waits for goes along with the next commit, in its place, or by itself", async () => {
  const log: string[] = [];
  commits.runLater(() => void log.push("later"));
  await commits.run(() => log.push("now"));
  assert.is(transactions, 1);
  assert.equal(log, ["later", "now"]);
  await new Promise<void>((resolve) => commits.runLater(resolve));
  assert.is(transactions, 2);
});

test("nothing is said to be done before the transaction is on the disk", async () => {
  broken = new Error("disk full");
  let done = false;
  const outcome = await Promise.allSettled([
    commits.run(
      () => 1,
      () => (done = true),
    ),
  ]);
  assert.is(done, false);
  assert.is(outcome[0]?.status, "rejected");
});

test("a transaction that fails fails all that is in it as unavailable, is reported once, and ends there", async () => {
  broken = new Error("disk full");
  const outcomes = await Promise.allSettled([commits.run(() => 1), commits.run(() => 2)]);
  for (const outcome of outcomes) {
    assert.is(outcome.status === "rejected" && outcome.reason.code, "unavailable");
  }
  assert.equal(reported, [broken]);
  broken = undefined;
  assert.is(await commits.run(() => 3), 3);
});

test("closing commits what is queued, and takes nothing more", async () => {
  const last = commits.run(() => "last");
  commits.close();
  assert.is(await last, "last");
  const [late] = await Promise.allSettled([commits.run(() => "late")]);
  assert.is(late?.status === "rejected" && late.reason.code, "unavailable");
  assert.is(transactions, 1);
});

test.run();
