// test-timeout: 300s
// What a server with rooms on its own disk owes its people when it, its disk or its clock fails.

import { mayMount, reportNoMount } from "../../test-support/mount.ts";
import { suite } from "../../test-support/suite.ts";
import { clockSetBack, diskFull, embeddedKilled } from "./cases/disk.ts";
import { assertWhole } from "./support/scene.ts";

const test = suite("faults of the embedded store", { timeoutMs: 90_000 });

test("a killed server finds everything acknowledged on its disk", async () => {
  assertWhole(await embeddedKilled());
});

test("ids grow on where the clock was set back", async () => {
  assertWhole(await clockSetBack());
});

if (mayMount()) {
  test("a full disk refuses messages, loses none that was acknowledged, and takes them again once there is room", async () => {
    assertWhole(await diskFull());
  });
} else {
  reportNoMount("faults of the embedded store: a full disk", 1);
}

test.run();
