// Sending drafts against a server that a test plays by hand.

import * as assert from "uvu/assert";

import { ChatError, type Message } from "@chat/protocol";

import { suite } from "../../../test-support/suite.ts";
import { Delivery, type DeliveryPorts } from "../src/delivery.ts";
import type { Draft, Sending } from "../src/types.ts";
import { ManualClock, settled } from "./support/manual-clock.ts";

const test = suite("Delivery");

interface Attempt {
  draft: Draft;
  at: number;
  store: () => void;
  refuse: (error: ChatError) => void;
}

function play(changes: Partial<DeliveryPorts> = {}, clock = new ManualClock()) {
  const attempts: Attempt[] = [];
  const shown: string[] = [];
  const stored: number[] = [];
  let connected = true;
  let ids = 0;
  const delivery = new Delivery({
    clock,
    random: () => 0.5,
    ready: () => connected,
    post: (draft) =>
      new Promise((resolve, reject) => {
        const store = (): void => resolve(toMessage(draft, ++ids));
        attempts.push({ draft, at: clock.now(), store, refuse: reject });
      }),
    lastId: () => 0,
    lookUp: () => "unknown",
    stored: (message) => {
      stored.push(message.id);
      delivery.outbox.settle(message.room);
    },
    changed: ({ text, state }) => shown.push(`${text} ${state}`),
    storage: undefined,
    ...changes,
  });
  let nonces = 0;
  const send = (text: string, room = "general"): Sending =>
    delivery.add({ room, text, nonce: `n${++nonces}`, createdAt: clock.now(), state: "waiting" });
  const connect = (now: boolean): void => {
    connected = now;
    if (now) for (const room of delivery.outbox.rooms) delivery.resume(room);
  };
  return { delivery, attempts, shown, stored, clock, send, connect };
}

function toMessage({ room, text }: Draft, id: number): Message {
  const timestamp = "2026-01-01T00:00:00.000Z";
  return { id, prev: id - 1, room, username: "ada", message: text, timestamp };
}

const away = new ChatError("unavailable", "away");

async function codeOf(promise: Promise<unknown>): Promise<string> {
  return promise.then(
    () => "stored",
    (error: unknown) => (error instanceof ChatError ? error.code : "another error"),
  );
}

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
