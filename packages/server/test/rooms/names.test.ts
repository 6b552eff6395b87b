// Whose name is whose, on a clock that the test turns on: what is asked of the store, and what is remembered.

import * as assert from "uvu/assert";

import { ChatError } from "@chat/protocol";

import { suite } from "../../../../test-support/suite.ts";
import { Names } from "../../src/rooms/names.ts";
import { codeOf } from "../stores/describe-room-store.ts";
import { MemoryNameClaims } from "../support/memory-name-claims.ts";

const test = suite("Names");

const HOUR_MS = 3_600_000;
const ADA = "a".repeat(43);
const EVE = "e".repeat(43);
let claims: MemoryNameClaims;
let names: Names;

test.before.each(() => {
  claims = new MemoryNameClaims();
  names = createNames();
});

function createNames(ttlMs = 24 * HOUR_MS): Names {
  return new Names({ claims, ttlMs, now: () => claims.now });
}

/** How a use ends: `fine`, or the code of the refusal. */
async function use(username: string, proof?: string, node = names): Promise<string> {
  try {
    await node.use(username, proof);
    return "fine";
  } catch (error) {
    if (error instanceof ChatError) return error.code;
    throw error;
  }
}

test("the first who brings a proof owns the name; others may not use it, with a proof or without", async () => {
  assert.is(await use("ada", ADA), "fine");
  assert.is(await use("ada", EVE), "username_taken");
  assert.is(await use("ada"), "username_taken");
  assert.is(await use("ada", ADA), "fine");
});

test("a name that looks like one that is owned is refused, and its owner may use it", async () => {
  await use("ada", ADA);
  for (const alike of ["Ada", "ADA", "аda", "ａｄａ"]) {
    assert.is(await use(alike, EVE), "username_taken", alike);
    assert.is(await use(alike), "username_taken", alike);
    assert.is(await use(alike, ADA), "fine", alike);
  }
});

test("a refusal says whose name it looks like, and what to do", async () => {
  await use("Ada", ADA);
  const refused = await names.use("аda", EVE)?.then(
    () => undefined,
    (error: unknown) => error as ChatError,
  );
  assert.match(refused?.message ?? "", /"аda" looks like "Ada"/);
  assert.match(refused?.message ?? "", /Choose another name/);
  assert.not.ok(refused?.retryable);
});

test("without a proof a name that nobody owns may be used, and is owned by nobody after", async () => {
  assert.is(await use("bob"), "fine");
  assert.is(await use("bob", EVE), "fine");
  assert.is(await use("bob"), "username_taken");
});

test("what is known is answered at once, without asking the store", async () => {
  await use("ada", ADA);
  await use("bob");
  claims.calls.length = 0;
  for (let at = 0; at < 1_000; at++) {
    assert.is(names.use("ada", ADA), undefined);
    assert.is(names.use("bob", undefined), undefined);
    assert.throws(() => names.use("ada", EVE), /belongs to somebody else/);
  }
  assert.equal(claims.calls, []);
});

test("a connection uses its name as its proof allows, and what changes is known to it at once", async () => {
  names.introduce("c1", ADA);
  names.introduce("c2", EVE);
  await names.useAs("c1", "ada");
  claims.calls.length = 0;
  for (let at = 0; at < 3; at++) {
    assert.is(names.useAs("c1", "ada"), undefined);
    assert.throws(() => names.useAs("c2", "ada"), /belongs/);
    assert.throws(() => names.useAs("c3", "ada"), /belongs/);
  }
  assert.equal(claims.calls, []);
  claims.forget();
  names.distrust();
  await names.useAs("c2", "ada");
  assert.throws(() => names.useAs("c1", "ada"), /belongs/);
  names.forget("c2");
  assert.throws(() => names.useAs("c2", "ada"), /belongs/);
});

test("a claim that ended and was another's since is not believed for the connection that had it", async () => {
  names.introduce("c1", ADA);
  await names.useAs("c1", "ada");
  assert.is(names.useAs("c1", "ada"), undefined);
  claims.forget();
  await use("ada", EVE, createNames());
  claims.now += HOUR_MS;
  const late = names.useAs("c1", "ada");
  assert.ok(late);
  assert.is(await codeOf(() => late), "username_taken");
  assert.throws(() => names.useAs("c1", "ada"), /belongs/);
});

test("a claim made on this node is known here at once, under every spelling", async () => {
  await use("bob");
  await use("Bob");
  await use("BOB", EVE);
  assert.throws(() => names.use("bob", undefined), /looks like "BOB"/);
  assert.throws(() => names.use("Bob", undefined), /looks like "BOB"/);
});

test("a claim made on another node is known after 10 seconds", async () => {
  const there = createNames();
  assert.is(await use("bob"), "fine");
  assert.is(await use("bob", EVE, there), "fine");
  claims.now += 9_999;
  assert.is(await use("bob"), "fine");
  claims.now += 1;
  assert.is(await use("bob"), "username_taken");
});

test("the answer that nobody owns a name does not undo a claim that was made while it was under way", async () => {
  let answer: () => void = () => undefined;
  claims.find = () => new Promise((resolve) => (answer = () => resolve(undefined)));
  const asking = use("bob");
  await names.use("bob", EVE);
  answer();
  assert.is(await asking, "username_taken");
  assert.throws(() => names.use("bob", undefined), /belongs/);
});

test("use renews a claim, at least every quarter of its time, and at least every hour", async () => {
  for (const [ttlMs, everyMs] of [
    [400 * HOUR_MS, HOUR_MS],
    [HOUR_MS, HOUR_MS / 4],
    [1_000, 1_000],
  ] as const) {
    claims = new MemoryNameClaims();
    const short = createNames(ttlMs);
    await use("ada", ADA, short);
    claims.now += everyMs - 1;
    assert.is(short.use("ada", ADA), undefined);
    claims.now += 1;
    assert.is(await use("ada", ADA, short), "fine");
    assert.equal(claims.calls, ["claim ada", "claim ada"]);
  }
});

test("a name belongs to its owner for its whole time after the last use, and to nobody some time after", async () => {
  const ttlMs = 10 * HOUR_MS;
  const node = createNames(ttlMs);
  await use("ada", ADA, node);
  // Not asked of the store, and counts all the same.
  claims.now += HOUR_MS - 1;
  await use("ada", ADA, node);
  claims.now += ttlMs;
  assert.is(await use("ada", EVE, createNames(ttlMs)), "username_taken");
  claims.now += 3 * HOUR_MS;
  assert.is(await use("ada", EVE, createNames(ttlMs)), "fine");
  assert.is(await use("ada", ADA, node), "username_taken");
});

test("who owns a name is told without claiming it", async () => {
  assert.not.ok(await names.isOwner("ada", ADA));
  assert.equal(claims.calls, ["find ada"]);
  assert.is(await use("ada", EVE), "fine");
  assert.ok(await names.isOwner("ada", EVE));
  assert.ok(await names.isOwner("ADA", EVE));
  assert.not.ok(await names.isOwner("ada", ADA));
  assert.not.ok(await names.isOwner("ada", undefined));
});

test("a proof that only begins like the owner's proves nothing", async () => {
  await use("ada", ADA);
  for (const wrong of [`${"a".repeat(42)}b`, "a".repeat(42), "a".repeat(44), ""]) {
    assert.is(await use("ada", wrong), "username_taken", wrong);
  }
});

test("what a connection's secret proves is known until it is gone", () => {
  names.introduce("c1", ADA);
  assert.is(names.proofOf("c1"), ADA);
  assert.is(names.proofOf("c2"), undefined);
  assert.is(names.proofOf(undefined), undefined);
  names.forget("c1");
  assert.is(names.proofOf("c1"), undefined);
});

test("while the store is away a name in use goes on, and one that must be asked for is `unavailable`", async () => {
  await use("ada", ADA);
  claims.away = true;
  assert.is(await use("ada", ADA), "fine");
  assert.is(await use("bob", EVE), "unavailable");
  assert.is(await use("bob"), "unavailable");
});

test("after a store forgot, the first who uses a name owns it again", async () => {
  await use("ada", ADA);
  claims.forget();
  names.distrust();
  assert.is(await use("ada", EVE), "fine");
  assert.is(await use("ada", ADA), "username_taken");
});

test.run();
