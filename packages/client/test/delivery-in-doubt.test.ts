// What becomes of drafts whose fate is unknown: after a lost answer, at the end, over a restart.

import * as assert from "uvu/assert";

import { ChatError } from "@chat/protocol";

import { suite } from "../../../test-support/suite.ts";
import type { Draft } from "../src/types.ts";
import { ManualClock, settled } from "./support/manual-clock.ts";
import { away, codeOf, play, toMessage } from "./support/played-delivery.ts";

const test = suite("Delivery, in doubt");

test("a draft in doubt is not sent again once the server may have forgotten its nonce", async () => {
  const { delivery, attempts, send, connect, clock } = play();
  const { stored } = send("one");
  connect(false);
  attempts[0]?.refuse(away);
  await clock.advance(6 * 60_000);
  connect(true);
  assert.is(await codeOf(stored), "unavailable");
  assert.is(attempts.length, 1);
  assert.is(delivery.outbox.drafts("general")[0]?.state, "failed");
  delivery.retry("n1");
  assert.is(attempts.length, 2, "unless a person decides so");
});

test("a draft in doubt for less long is sent again", async () => {
  const { attempts, send, connect, clock } = play();
  send("one");
  connect(false);
  attempts[0]?.refuse(away);
  await clock.advance(4 * 60_000);
  connect(true);
  assert.is(attempts.length, 2);
});

test("a draft that was never sent is in no doubt, however long it waited", async () => {
  const { attempts, send, connect, clock } = play();
  connect(false);
  send("one");
  await clock.advance(60 * 60_000);
  connect(true);
  assert.is(attempts.length, 1);
});

test("where the log shows the message of a draft in doubt, it is stored", async () => {
  const found = toMessage(
    { room: "general", text: "one", nonce: "", createdAt: 0, state: "sending" },
    7,
  );
  const { attempts, stored, send, connect, clock } = play({ lookUp: () => found });
  const sending = send("one");
  connect(false);
  attempts[0]?.refuse(away);
  await clock.advance(6 * 60_000);
  connect(true);
  assert.is((await sending.stored).id, 7);
  assert.equal(stored, [7]);
  assert.is(attempts.length, 1);
});

test("where the log is whole and shows no message of a draft in doubt, it is sent again", async () => {
  const { attempts, send, connect, clock } = play({ lookUp: () => "absent" });
  send("one");
  connect(false);
  attempts[0]?.refuse(away);
  await clock.advance(6 * 60_000);
  connect(true);
  assert.is(attempts.length, 2);
});

test("closing refuses what is open and sends nothing more", async () => {
  const { delivery, attempts, send, clock } = play();
  const one = send("one");
  const two = send("two");
  delivery.close();
  attempts[0]?.refuse(away);
  await clock.advance(60_000);
  assert.is(await codeOf(one.stored), "unavailable");
  assert.is(await codeOf(two.stored), "unavailable");
  assert.is(attempts.length, 1);
  assert.is(clock.pending, 0);
});

test("a client that is not let in fails its drafts, with their text", async () => {
  const { delivery, send, connect } = play();
  connect(false);
  const { stored } = send("one");
  delivery.refuse(new ChatError("unauthorized", "a token"));
  assert.is(await codeOf(stored), "unauthorized");
  assert.is(delivery.outbox.drafts("general")[0]?.text, "one");
});

test("drafts outlive the client where a storage keeps them: what was on its way keeps its nonce", async () => {
  let kept: readonly Draft[] = [];
  const storage = { load: () => kept, save: (drafts: readonly Draft[]) => void (kept = drafts) };
  const first = play({ storage });
  first.send("one");
  first.send("two");
  first.delivery.close();
  await settled();
  assert.equal(
    kept.map(({ text, state }) => `${text} ${state}`),
    ["one sending", "two waiting"],
  );
  const second = play({ storage }, first.clock);
  second.connect(true);
  assert.equal(
    second.attempts.map(({ draft }) => draft.nonce),
    ["n1"],
  );
  second.attempts[0]?.store();
  await settled();
  assert.equal(
    kept.map(({ text }) => text),
    ["two"],
  );
});

test("a kept draft that was on its way too long ago is a person's to decide", async () => {
  const clock = new ManualClock();
  const draft: Draft = {
    room: "general",
    text: "one",
    nonce: "n9",
    createdAt: clock.now(),
    state: "sending",
  };
  await clock.advance(10 * 60_000);
  const { delivery, attempts, connect } = play(
    { storage: { load: () => [draft], save: () => undefined } },
    clock,
  );
  connect(true);
  assert.is(attempts.length, 0);
  assert.is(delivery.outbox.drafts("general")[0]?.state, "failed");
});

test("a storage that fails costs nothing but itself", async () => {
  const broken = (): never => {
    throw new Error("full");
  };
  const { attempts, send } = play({ storage: { load: broken, save: broken } });
  send("one");
  await settled();
  assert.is(attempts.length, 1);
});

test("a burst is saved once a turn, not once a draft", async () => {
  let saves = 0;
  const { send } = play({ storage: { load: () => [], save: () => void saves++ } });
  for (let i = 0; i < 100; i++) send(`text ${i}`);
  await settled();
  assert.is(saves, 1);
});

test.run();
