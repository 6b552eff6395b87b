// Sending in order, against a server whose answers the test decides.

import * as assert from "uvu/assert";

import { ChatError, type Message } from "@chat/protocol";

import { suite } from "../../../../test-support/suite.ts";
import { OrderedSender, type OrderedSending } from "../../src/lines/ordered-sender.ts";

const test = suite("OrderedSender");

/** A post that waits for the test's answer. */
interface Asked {
  draft: number;
  answer: (error?: Error) => void;
}

const limited = (): ChatError =>
  new ChatError("rate_limited", "Too fast.", { retryable: true, retryAfterMs: 1 });

async function* upTo(count: number, failure?: Error): AsyncGenerator<number> {
  for (let draft = 1; draft <= count; draft++) yield draft;
  if (failure) throw failure;
}

/** A server that keeps what it is asked, in `asked`, and stores what it says yes to, in `stored`. */
class Server {
  readonly asked: Asked[] = [];
  readonly stored: number[] = [];
  /** The most that waited for an answer at once. */
  most = 0;
  /** Answers without the test where it is there; the n-th attempt at a draft, from 1. */
  auto: ((draft: number, attempt: number) => Error | undefined) | undefined;
  readonly attempts = new Map<number, number>();
  /** How many wait for an answer now. */
  waiting = 0;

  post = (draft: number): Promise<Message> => {
    const attempt = (this.attempts.get(draft) ?? 0) + 1;
    this.attempts.set(draft, attempt);
    this.most = Math.max(this.most, ++this.waiting);
    return new Promise((resolve, reject) => {
      const answer = (error?: Error): void => {
        this.waiting -= 1;
        if (error !== undefined) return reject(error);
        if (!this.stored.includes(draft)) this.stored.push(draft);
        resolve({
          id: draft,
          prev: 0,
          room: "r",
          username: "u",
          message: `${draft}`,
          timestamp: "",
        });
      };
      const { auto } = this;
      if (auto) setImmediate(() => answer(auto(draft, attempt)));
      else this.asked.push({ draft, answer });
    });
  };
}

function send(server: Server, rest: Partial<OrderedSending<number>> = {}): Promise<number[]> {
  const told: number[] = [];
  const sender = new OrderedSender<number>({
    drafts: upTo(200),
    post: server.post,
    stored: ({ id }) => void told.push(id),
    describe: (draft) => `draft ${draft}`,
    patience: { retryMs: 0, keepPace: true },
    signal: new AbortController().signal,
    ...rest,
  });
  return sender.run().then(() => told);
}

async function failure(work: Promise<unknown>): Promise<Error | undefined> {
  const [end] = await Promise.allSettled([work]);
  return end.status === "rejected" ? (end.reason as Error) : undefined;
}

const numbers = (count: number): number[] => Array.from({ length: count }, (_, index) => index + 1);

test("one goes at a time, until 64 were taken without a refusal; then 32 at once", async () => {
  const server = new Server();
  server.auto = () => undefined;
  assert.equal(await send(server, { drafts: upTo(64) }), numbers(64));
  assert.is(server.most, 1);
  assert.equal(await send(server), numbers(200));
  assert.is(server.most, 32);
  assert.equal(server.stored.slice(64), numbers(200).slice(64));
});

test("a server with limits never sees two at once, however long it goes on", async () => {
  const server = new Server();
  // It takes 30 at once, and refuses every seventh after that.
  server.auto = (draft, attempt) =>
    draft > 30 && draft % 7 === 0 && attempt === 1 ? limited() : undefined;
  assert.equal(await send(server), numbers(200));
  assert.equal(server.stored, numbers(200));
  assert.is(server.most, 1);
});

test("what failed in the middle goes again alone, before what comes behind it", async () => {
  const server = new Server();
  const away = new ChatError("unavailable", "Away.", { retryable: true, retryAfterMs: 1 });
  // As a server does whose store fails: what waits behind fails as well.
  let mostAgain = 0;
  server.auto = (draft, attempt) => {
    if (attempt === 2) mostAgain = Math.max(mostAgain, server.waiting);
    return draft >= 100 && attempt === 1 ? away : undefined;
  };
  const patience = { retryMs: 5_000, keepPace: true };
  assert.equal(await send(server, { patience }), numbers(200));
  assert.equal(server.stored, numbers(200));
  assert.is(server.most, 32);
  assert.is(mostAgain, 1);
});

test("a draft that was stored although an earlier one was refused is not sent again", async () => {
  const server = new Server();
  server.auto = (draft, attempt) => (draft === 100 && attempt === 1 ? limited() : undefined);
  assert.equal(await send(server), numbers(200));
  assert.is(server.attempts.get(100), 2);
  assert.is(server.attempts.get(101), 1);
});

test("a refusal for good names the draft and ends the sending; what came before is stored", async () => {
  const server = new Server();
  server.auto = (draft) => (draft === 5 ? new ChatError("muted", "Muted.") : undefined);
  const error = await failure(send(server));
  assert.is(error?.message, "draft 5: Muted.");
  assert.equal(server.stored, [1, 2, 3, 4]);
});

test("input that cannot be read ends the sending once what came before it is stored", async () => {
  const server = new Server();
  server.auto = () => undefined;
  const drafts = upTo(100, new Error("not text"));
  const error = await failure(send(server, { drafts }));
  assert.is(error?.message, "not text");
  assert.equal(server.stored, numbers(100));
});

test("what takes too long ends with the reason of its signal, whatever is under way", async () => {
  const server = new Server();
  const stop = new AbortController();
  const sending = send(server, { signal: stop.signal });
  await new Promise((resolve) => setImmediate(resolve));
  stop.abort(new Error("time is up"));
  const error = await failure(sending);
  assert.is(error?.message, "time is up");
});

test("without patience the first failure that may pass is the last", async () => {
  const server = new Server();
  server.auto = (draft) => (draft === 3 ? new ChatError("unavailable", "Away.") : undefined);
  const error = await failure(send(server));
  assert.is(error?.message, "draft 3: Away.");
});

test.run();
