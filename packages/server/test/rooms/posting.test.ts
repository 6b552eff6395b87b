// Whose messages may go when: nobody's change places, however long each has to be asked about.

import { ChatError } from "@chat/protocol";
import * as assert from "uvu/assert";

import { suite } from "../../../../test-support/suite.ts";
import { Posting, type PostingPorts } from "../../src/rooms/posting.ts";
import { NO_RULES } from "../../src/rooms/room-rules.ts";

const test = suite("Posting");

const live = { rules: NO_RULES, presence: { size: 2 } };
let stored: string[];
/** What each message is asked for, in the order in which they come; nothing where there is none left. */
let asked: (Promise<void> | undefined)[];
let posting: Posting;

test.before.each(() => {
  stored = [];
  asked = [];
  const ports = {
    names: { useAs: () => asked.shift(), proofOf: () => undefined },
    limits: { obeyName: () => undefined },
    store: {
      append: ({ message }: { message: string }) => {
        stored.push(message);
        return Promise.resolve({});
      },
    },
    seats: {
      at: (connection?: string) => connection && { username: connection, live, pending: 0 },
    },
    door: { pass: () => asked.shift() ?? Promise.resolve() },
    rules: { speak: () => Promise.resolve() },
    keeper: { note: () => undefined },
    gathering: { wait: () => undefined },
  };
  posting = new Posting(ports as unknown as PostingPorts);
});

const post = (message: string, by = "ada") => posting.post(by, { room: "general", message });

/** A promise that the test keeps. */
function deferred() {
  let resolve = () => {};
  const promise = new Promise<void>((kept) => (resolve = kept));
  return { promise, resolve: () => resolve() };
}

const turn = () => new Promise((resolve) => setImmediate(resolve));

test("what need not be asked about goes at once", () => {
  void post("one");
  assert.equal(stored, ["one"]);
});

test("what need not be asked about waits for what was said before it, and goes as soon as that went", async () => {
  const first = deferred();
  const second = deferred();
  asked = [first.promise, second.promise];
  const all = [post("one"), post("two"), post("three")];
  second.resolve();
  await turn();
  void post("bob's", "bob");
  assert.equal(stored, ["bob's"]);
  first.resolve();
  await Promise.all(all);
  assert.equal(stored, ["bob's", "one", "two", "three"]);
  void post("four");
  assert.equal(stored, ["bob's", "one", "two", "three", "four"]);
});

test("what is refused holds nothing up, and lets nothing past what was said before it", async () => {
  const first = deferred();
  asked = [first.promise, Promise.reject(new ChatError("username_taken", "It is taken."))];
  const one = post("one");
  const two = post("two").catch((error: unknown) => (error as ChatError).code);
  const three = post("three");
  await turn();
  assert.equal(stored, []);
  first.resolve();
  await one;
  assert.is(await two, "username_taken");
  await three;
  assert.equal(stored, ["one", "three"]);
});

test("posts from outside a room keep their order too", async () => {
  const first = deferred();
  asked = [first.promise];
  const caller = { address: () => "198.51.100.7", proof: undefined };
  const all = ["one", "two"].map((message) =>
    posting.post(caller, { room: "general", message, username: "eve" }),
  );
  await turn();
  assert.equal(stored, []);
  first.resolve();
  await Promise.all(all);
  assert.equal(stored, ["one", "two"]);
});

test.run();
