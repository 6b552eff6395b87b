// What a server sends is read, never trusted.

import fc from "fast-check";
import * as assert from "uvu/assert";

import { ChatError } from "@chat/protocol";

import { suite } from "../../../test-support/suite.ts";
import {
  readAcknowledgement,
  readJoined,
  readLeft,
  readMembers,
  readRoomHistory,
  readRooms,
  readStoredMessage,
  readTyping,
  readWireError,
} from "../src/answers.ts";

const test = suite("answers");
const timestamp = "2026-01-01T00:00:00.000Z";
const message = { id: 2, prev: 1, room: "general", username: "ada", message: "hi", timestamp };

function errorOf(act: () => unknown): ChatError {
  try {
    act();
  } catch (error) {
    if (error instanceof ChatError) return error;
  }
  throw new Error("no ChatError");
}

test("an acknowledgement is its fields, or the error it carries", () => {
  assert.is(readAcknowledgement({ ok: true, room: "general" })["room"], "general");
  const wire = { code: "rate_limited", message: "slow down", retryAfterMs: 70 };
  const error = errorOf(() => readAcknowledgement({ ok: false, error: wire }));
  assert.equal(error.toWire(), wire);
  assert.ok(error.retryable);
});

test("an error of a newer server keeps its code and is not retried", () => {
  const error = readWireError({ code: "muted", message: "not now", retryAfterMs: "soon" });
  assert.is(error?.code, "muted");
  assert.not.ok(error?.retryable);
  assert.is(error?.retryAfterMs, undefined);
});

test("a history is sorted, without repeats, foreign rooms and what is no message", () => {
  const other = { ...message, room: "dev" };
  const first = { ...message, id: 1, prev: 0 };
  const history = readRoomHistory({
    room: "general",
    messages: [message, null, { id: "x" }, first, message, other],
    complete: 1,
  });
  assert.equal(
    history?.messages.map(({ id }) => id),
    [1, 2],
  );
  assert.is(history?.complete, false);
  assert.is(readRoomHistory({ room: "no room", messages: [] }), undefined);
  assert.is(readRoomHistory({ room: "general", messages: {} }), undefined);
});

test("lists keep what can be read", () => {
  assert.equal(readMembers({ members: ["ada", 7, "not a name", "bob"] }), ["ada", "bob"]);
  assert.equal(readMembers({ members: "ada" }), []);
  const rooms = [{ room: "general", members: 1, lastMessageAt: timestamp }, { room: "*" }, null];
  assert.equal(readRooms({ rooms }), [{ room: "general", members: 1, lastMessageAt: timestamp }]);
});

test("notices keep their own fields alone", () => {
  const joined = { room: "general", username: "ada", timestamp, members: 1 };
  assert.equal(readJoined({ ...joined, type: "message", key: "m1" }), joined);
  assert.equal(readLeft({ ...joined, reason: "expired" }), { ...joined, reason: "expired" });
  assert.equal(readLeft({ ...joined, reason: "bored" }), { ...joined, reason: "left" });
  assert.is(readJoined({ ...joined, username: "no\u001b[2Jname" }), undefined);
  assert.is(readTyping({ room: "general", username: "ada", typing: "yes" }), undefined);
});

test("nothing that can be sent makes reading it throw anything but a ChatError", () => {
  const readers = [readJoined, readLeft, readRoomHistory, readTyping, readWireError];
  fc.assert(
    fc.property(fc.anything(), (anything) => {
      for (const read of readers) read(anything);
      for (const act of [
        () => readStoredMessage(readAcknowledgement(anything)),
        () => readMembers(readAcknowledgement({ ...(anything as object), ok: true })),
        () => readRooms(readAcknowledgement({ ...(anything as object), ok: true })),
      ]) {
        try {
          act();
        } catch (error) {
          assert.instance(error, ChatError);
        }
      }
    }),
  );
});

test.run();
