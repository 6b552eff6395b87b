// test-timeout: 300s
// What servers owe their people when one of them dies, hangs or is restarted.

import { suite } from "../../test-support/suite.ts";
import { rollingRestart } from "./cases/many-people.ts";
import { serverKilled, serverStopped } from "./cases/one-redis.ts";
import type { Violation } from "./support/history-checker.ts";
import { assertWhole } from "./support/scene.ts";

const test = suite("faults of servers", { needs: ["redis-server"], timeoutMs: 90_000 });

// Both wait for most of the time: they are played at once.
let killed: Promise<Violation[]>;
let stopped: Promise<Violation[]>;

test.before(() => {
  killed = serverKilled();
  stopped = serverStopped();
  for (const played of [killed, stopped]) played.catch(() => undefined);
});

test("a killed server loses nothing and repeats nothing, and who does not come back expires within 20 s", async () => {
  assertWhole(await killed);
});

test("a server that hung for long has its people expire once, and come back once when it goes on", async () => {
  assertWhole(await stopped);
});

test("a rolling restart under load loses nothing, ends each server with status 0, and nobody is said to have left", async () => {
  assertWhole(await rollingRestart());
});

test.run();
