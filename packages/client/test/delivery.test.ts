// Sending drafts against a server that a test plays by hand.

import * as assert from "uvu/assert";

import { ChatError } from "@chat/protocol";

import { suite } from "../../../test-support/suite.ts";
import { settled } from "./support/manual-clock.ts";
import { away, codeOf, play } from "./support/played-delivery.ts";

const test = suite("Delivery");

test("sends a draft and settles with its message", async () => {
  const { attempts, shown, send } = play();
  const { stored } = send("one");
  attempts[0]?.store();
  assert.is((await stored).message, "one");
  assert.equal(shown, ["one waiting", "one sending"]);
});

test("the next draft of a room is sent once the one before it is stored, not sooner", async () => {
  const { attempts, send } = play();
  send("one");
  send("two");
  assert.is(attempts.length, 1);
  attempts[0]?.store();
  await settled();
  assert.equal(
    attempts.map(({ draft }) => draft.text),
    ["one", "two"],
  );
});

test("a draft that fails and may be retried is sent again with the same nonce before any later one", async () => {
  const { attempts, send, clock } = play();
  send("one");
  send("two");
  attempts[0]?.refuse(away);
  await clock.advance(60_000);
  assert.equal(
    attempts.map(({ draft }) => draft.nonce),
    ["n1", "n1"],
  );
  attempts[1]?.store();
  await settled();
  assert.is(attempts[2]?.draft.text, "two");
});

test("waits longer after each failure", async () => {
  const { attempts, send, clock } = play();
  send("one");
  for (let i = 0; i < 4; i++) {
    attempts.at(-1)?.refuse(away);
    await clock.advance(20_000);
  }
  // Each failure was answered 20 s after the one before.
  assert.equal(
    attempts.slice(1).map(({ at }, i) => at - 1_700_000_000_000 - i * 20_000),
    [250, 500, 1_000, 2_000],
  );
});

test("waits as long as a rate limit says", async () => {
  const { attempts, send, clock } = play();
  send("one");
  attempts[0]?.refuse(new ChatError("rate_limited", "slow down", { retryAfterMs: 4_000 }));
  await clock.advance(3_999);
  assert.is(attempts.length, 1);
  await clock.advance(1_001);
  assert.is(attempts.length, 2);
});

test("a draft refused for good fails with its text kept, and the queue goes on", async () => {
  const { delivery, attempts, send } = play();
  const { stored } = send("bad");
  send("good");
  attempts[0]?.refuse(new ChatError("message_too_long", "too long"));
  assert.is(await codeOf(stored), "message_too_long");
  const [failed] = delivery.outbox.drafts("general");
  assert.is(failed?.state, "failed");
  assert.is(failed?.text, "bad");
  assert.is(failed?.error?.message, "too long");
  assert.is(attempts[1]?.draft.text, "good");
});

test("a failed draft is tried again when asked to, and forgotten when asked to", async () => {
  const { delivery, attempts, send } = play();
  send("one");
  attempts[0]?.refuse(new ChatError("invalid_message", "no"));
  await settled();
  delivery.retry("n1");
  assert.is(attempts[1]?.draft.nonce, "n1");
  attempts[1]?.refuse(new ChatError("invalid_message", "no"));
  await settled();
  delivery.discard("n1");
  assert.equal(delivery.outbox.drafts("general"), []);
});

test("a draft that is on its way cannot be discarded, one that waits can", async () => {
  const { delivery, attempts, send } = play();
  send("one");
  const two = send("two");
  delivery.discard("n1");
  delivery.discard("n2");
  assert.is(await codeOf(two.stored), "unavailable");
  assert.is(delivery.outbox.drafts("general").length, 1);
  attempts[0]?.store();
  await settled();
  assert.is(attempts.length, 1);
});

test("what is handed over while there is no connection is sent in order once there is one", async () => {
  const { attempts, send, connect, clock } = play();
  connect(false);
  send("one");
  send("two");
  await clock.advance(60_000);
  assert.is(attempts.length, 0);
  connect(true);
  attempts[0]?.store();
  await settled();
  assert.equal(
    attempts.map(({ draft }) => draft.text),
    ["one", "two"],
  );
});

test("a new connection does not wait out the back-off of the old one", async () => {
  const { attempts, send, connect } = play();
  send("one");
  attempts[0]?.refuse(away);
  await settled();
  connect(false);
  connect(true);
  assert.is(attempts.length, 2);
});

test.run();
