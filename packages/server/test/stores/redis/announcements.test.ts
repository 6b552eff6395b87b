// The lines that travel over a room's channel.

import * as fc from "fast-check";
import * as assert from "uvu/assert";

import { suite } from "../../../../../test-support/suite.ts";
import {
  readAnnouncements,
  readStored,
  writeTyping,
} from "../../../src/stores/redis/announcements.ts";
import { storedMessage } from "../../support/stored-message.ts";

const test = suite("announcements");

test("messages behind each other are one announcement, in their order", () => {
  const [one, two] = [storedMessage(1, 0), storedMessage(2, 1)];
  assert.equal(readAnnouncements(`${one.json}\n${two.json}`), [
    { type: "messages", messages: [one, two] },
  ]);
});

test("presence is read with its versions, its author and its notice", () => {
  const json = '{"room":"general","username":"ada"}';
  assert.equal(
    readAnnouncements(
      `+1700000000000001 0 s1 ada ${json}\n-1700000000000002 1700000000000001 - ada ${json}`,
    ),
    [
      { type: "joined", version: 1_700_000_000_000_001, prev: 0, by: "s1", username: "ada", json },
      {
        type: "left",
        version: 1_700_000_000_000_002,
        prev: 1_700_000_000_000_001,
        by: "",
        username: "ada",
        json,
      },
    ],
  );
});

test("typing is read as it was written", () => {
  const json = '{"room":"general","username":"ada","typing":true}';
  assert.equal(readAnnouncements(writeTyping("s1", json)), [{ type: "typing", by: "s1", json }]);
});

test("order is kept where kinds alternate", () => {
  const [one, two] = [storedMessage(1, 0), storedMessage(2, 1)];
  const kinds = readAnnouncements(`${one.json}\n+5 4 s1 ada {}\n${two.json}`).map(
    ({ type }) => type,
  );
  assert.equal(kinds, ["messages", "joined", "messages"]);
});

test("whatever else comes over the channel is left out, and throws nothing", () => {
  for (const payload of [
    "",
    "\n",
    "text",
    "{}",
    '{"id":1}',
    "+1 0 s1 ada",
    "+a b c d {}",
    "~",
    "~s1",
    "1",
  ]) {
    assert.equal(readAnnouncements(payload), [], payload);
  }
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (payload) => {
      readAnnouncements(payload);
    }),
  );
});

test("a message whose text looks like other lines stays one message", () => {
  const hostile = storedMessage(1, 0, 'a\n+5 4 s1 eve {}\n{"id":2,"prev":1,"room":"x"}');
  assert.equal(readAnnouncements(hostile.json), [{ type: "messages", messages: [hostile] }]);
});

test("the ids of a message are read exactly, up to 2^53 - 1", () => {
  const message = storedMessage(Number.MAX_SAFE_INTEGER, 1_700_000_000_000_001);
  assert.equal(readStored(message.json), message);
});

test.run();
