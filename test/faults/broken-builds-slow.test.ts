// test-timeout: 300s
// The suite itself is tested here, like in broken-builds.test.ts, by the faults that take long to show.

import { suite } from "../../test-support/suite.ts";
import { rollingRestart } from "./cases/many-people.ts";
import {
  redisKilled,
  redisStopped,
  serverKilled,
  serverStopped,
  wayStalled,
} from "./cases/one-redis.ts";
import { assertBroken } from "./support/assert-broken.ts";
import type { Violation } from "./support/history-checker.ts";

const test = suite("broken builds, slowly", { needs: ["redis-server"], timeoutMs: 90_000 });

// They wait for most of the time: they are played at once.
let killed: Promise<Violation[]>;
let stopped: Promise<Violation[]>;
let stalled: Promise<Violation[]>;

test.before(() => {
  killed = serverKilled("no-reaper");
  stopped = serverStopped("no-fencing");
  stalled = wayStalled("no-nonce");
  for (const played of [killed, stopped, stalled]) played.catch(() => undefined);
});

test("without a reaper, those of a killed server never leave", async () => {
  assertBroken(await killed, "presence");
});

test("without noticing that it was taken for dead, a server that goes on has lost its people", async () => {
  assertBroken(await stopped, "presence");
});

test("without nonces, what was on its way to Redis is stored again", async () => {
  assertBroken(await stalled, "repeated");
});

test("without nonces, what hung in Redis is stored twice", async () => {
  assertBroken(await redisStopped("no-nonce"), "repeated");
});

test("without AOF, a killed Redis has lost what was acknowledged", async () => {
  assertBroken(await redisKilled(["--appendonly", "no"]), "lost");
});

test("without a grace, a restart by plan tells everybody that people left", async () => {
  assertBroken(await rollingRestart("no-grace"), "presence");
});

test.run();
