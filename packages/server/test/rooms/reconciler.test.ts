// Passes over rooms whose comparisons wait for the test.

import * as assert from "uvu/assert";

import { suite } from "../../../../test-support/suite.ts";
import { Reconciler } from "../../src/rooms/reconciler.ts";

const test = suite("Reconciler");

/** A reconciler of so many rooms, and what it compares. */
function create(count: number) {
  const names = new Set(Array.from({ length: count }, (_, index) => `room ${index}`));
  const compared: string[] = [];
  const waiting: { settle: () => void; fail: (error: Error) => void }[] = [];
  const warned: string[] = [];
  const wait = (what: string) => {
    compared.push(what);
    return new Promise<void>((resolve, reject) => {
      waiting.push({ settle: () => resolve(), fail: reject });
    });
  };
  const reconciler = new Reconciler({
    names: () => names,
    find: (room) => (names.has(room) ? { reconcile: () => wait(room) } : undefined),
    store: {
      reconcile: async (room, sessions) => {
        await wait(`${room} empty ${sessions.size}`);
        return { tip: 0, roster: { version: 0, born: 0, members: [] }, revision: 0 };
      },
    },
    warn: (room) => warned.push(room),
  });
  /** Ends all that are under way. */
  const settle = async () => {
    for (const one of waiting.splice(0)) one.settle();
    await turn();
  };
  return { reconciler, names, compared, waiting, warned, settle };
}

const turn = () => new Promise((resolve) => setImmediate(resolve));

test("a pass compares every room once, some at a time", async () => {
  const { reconciler, compared, waiting, settle } = create(200);
  const pass = reconciler.run();
  await turn();
  const most = waiting.length;
  assert.ok(most > 1 && most < 200, `${most} at once`);
  while (waiting.length > 0) {
    assert.ok(waiting.length <= most);
    await settle();
  }
  await pass;
  assert.is(compared.length, 200);
  assert.is(new Set(compared).size, 200);
});

test("who asks during a pass is answered by the next one, and two who ask share it", async () => {
  const { reconciler, compared, settle } = create(1);
  const first = reconciler.run();
  await turn();
  const others = [reconciler.run(), reconciler.run()];
  await turn();
  assert.is(compared.length, 1, "the one under way is not joined");
  await settle();
  await first;
  assert.is(compared.length, 2);
  await settle();
  await Promise.all(others);
  assert.is(compared.length, 2);
});

test("a comparison that fails is reported, keeps no other back, and is made again", async () => {
  const { reconciler, compared, waiting, warned, settle } = create(2);
  const pass = reconciler.run();
  await turn();
  waiting.shift()?.fail(new Error("away"));
  await settle();
  await pass;
  assert.equal(warned, ["room 0"]);
  const again = reconciler.run();
  await turn();
  await settle();
  await again;
  assert.equal(compared, ["room 0", "room 1", "room 0", "room 1"]);
});

test("a room that is not live is owed again where taking its sessions out fails", async () => {
  const { reconciler, compared, waiting, warned, settle } = create(0);
  reconciler.owe("gone");
  const pass = reconciler.run();
  await turn();
  waiting.shift()?.fail(new Error("away"));
  await pass;
  assert.equal(warned, ["gone"]);
  const again = reconciler.run();
  await turn();
  await settle();
  await again;
  assert.equal(compared, ["gone empty 0", "gone empty 0"]);
});

test("a room that is owed and live no more has its sessions taken out, once", async () => {
  const { reconciler, names, compared, settle } = create(1);
  reconciler.owe("gone");
  reconciler.owe("room 0");
  for (let pass = 0; pass < 2; pass++) {
    const done = reconciler.run();
    await turn();
    await settle();
    await done;
  }
  assert.equal(compared, ["room 0", "gone empty 0", "room 0"]);
  names.clear();
});

test.run();
