// test-timeout: 300s
// What servers owe their people when Redis, or the way to it, fails.

import { suite } from "../../test-support/suite.ts";
import {
  answerLost,
  clockWasAhead,
  flushed,
  redisKilled,
  redisRefuses,
  redisStopped,
  subscriberCut,
  wayStalled,
} from "./cases/one-redis.ts";
import type { Violation } from "./support/history-checker.ts";
import { assertWhole } from "./support/scene.ts";

const test = suite("faults of Redis", { needs: ["redis-server"], timeoutMs: 90_000 });

// Both wait for most of the time: they are played at once.
let hung: Promise<Violation[]>;
let stalled: Promise<Violation[]>;

test.before(() => {
  hung = redisStopped();
  stalled = wayStalled();
  for (const played of [hung, stalled]) played.catch(() => undefined);
});

test("a killed Redis with AOF has everything acknowledged when it is back", async () => {
  assertWhole(await redisKilled());
});

test("a hanging Redis fails requests within 4 s, throws nobody out, and stores once what hung", async () => {
  assertWhole(await hung);
});

test("an answer that was lost leaves one message that everybody is shown", async () => {
  assertWhole(await answerLost());
});

test("a lost subscription is made up for, the last message included", async () => {
  assertWhole(await subscriberCut());
});

test("a way to Redis that stalls for some seconds delays, loses nothing, and says of nobody that he left", async () => {
  assertWhole(await stalled);
});

test("a flush loses nothing from any view, and the store soon knows again who is where", async () => {
  assertWhole(await flushed());
});

test("while Redis refuses to write, nothing is acknowledged, histories can be read, and all is stored after", async () => {
  assertWhole(await redisRefuses());
});

test("ids grow on where the clock of Redis was set back", async () => {
  assertWhole(await clockWasAhead());
});

test.run();
