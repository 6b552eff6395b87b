// test-timeout: 900s
// Many people who come and go while many talk. In the long form, see docs/guarantees.md, this is the proof by numbers.

import { suite } from "../../test-support/suite.ts";
import { joinsInFlood, joinsInQuiet, longRun } from "./cases/many-people.ts";
import { assertWhole } from "./support/scene.ts";

const test = suite("crowds", { needs: ["redis-server"], timeoutMs: 420_000 });

test("who joins a quiet room in the moment of its only message is shown it", async () => {
  assertWhole(await joinsInQuiet());
});

test("who joins in a flood sees it without hole or repeat from the backlog on", async () => {
  assertWhole(await joinsInFlood());
});

test("three servers on one Redis keep every view whole while people come, go and lose their connections", async () => {
  assertWhole(await longRun("redis"));
});

test("three servers on a cluster of three masters do the same", async () => {
  assertWhole(await longRun("cluster"));
});

test.run();
