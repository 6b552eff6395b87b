// test-timeout: 300s
// The suite itself is tested here: a server that is broken on purpose goes through a fault, and the fault must show it.

import { mayMount, reportNoMount } from "../../test-support/mount.ts";
import { suite } from "../../test-support/suite.ts";
import { clockSetBack, diskFull, embeddedKilled } from "./cases/disk.ts";
import { joinsInFlood, joinsInQuiet } from "./cases/many-people.ts";
import {
  answerLost,
  clockWasAhead,
  flushed,
  redisRefuses,
  subscriberCut,
} from "./cases/one-redis.ts";
import { assertBroken } from "./support/assert-broken.ts";

const test = suite("broken builds", { needs: ["redis-server"], timeoutMs: 90_000 });

test("without nonces, a lost answer stores a draft twice", async () => {
  assertBroken(await answerLost("no-nonce"), "repeated");
});

test("with the announcement outside the script, a lost answer leaves a message that nobody is shown", async () => {
  assertBroken(await answerLost("announcement-outside"), "lost");
});

test("without looking for what an interruption hid, a cut subscription loses messages", async () => {
  assertBroken(await subscriberCut("no-interruption"), "lost");
});

test("without noticing that it was forgotten, a server loses its people by a flush", async () => {
  assertBroken(await flushed("no-fencing"), "presence");
});

test("a server that acknowledges what Redis refused loses it", async () => {
  assertBroken(await redisRefuses("acknowledged-failure"), "lost");
});

test("without the barrier, who joins in the moment of a message misses it", async () => {
  assertBroken(await joinsInQuiet("no-barrier"), "lost");
});

test("with a list of members ahead of what is told, who joins in a crowd is told twice or not at all", async () => {
  assertBroken(await joinsInFlood("early-list"), "presence");
});

test("ids of the clock alone fall back with the clock of Redis", async () => {
  assertBroken(await clockWasAhead("clock-only-ids"), "order");
});

test("with ids of the clock alone, nobody is shown what is said after a server's clock was set back", async () => {
  assertBroken(await clockSetBack("clock-only-ids"), "lost");
});

test("a server that keeps its rooms nowhere loses them when it is killed", async () => {
  assertBroken(await embeddedKilled("no-disk"), "lost");
});

if (mayMount()) {
  test("a server that acknowledges what its disk refused loses it", async () => {
    assertBroken(await diskFull("acknowledged-failure"), "lost");
  });
} else {
  reportNoMount("broken builds: a full disk", 1);
}

test.run();
