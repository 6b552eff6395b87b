// What becomes one transaction, and what happens when it fails.

import * as assert from "uvu/assert";

import { suite } from "../../../../../test-support/suite.ts";
import { GroupCommit } from "../../../src/stores/embedded/group-commit.ts";

const test = suite("GroupCommit");

let transactions: number;
let broken: Error | undefined;
let reported: unknown[];
let commits: GroupCommit;

test.before.each(() => {
  transactions = 0;
  broken = undefined;
  reported = [];
  commits = new GroupCommit(
    (act) => {
      transactions++;
      act();
      if (broken) throw broken;
    },
    (error) => void reported.push(error),
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
