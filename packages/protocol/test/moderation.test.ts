// What operators may ask for, read from anything.

import * as assert from "uvu/assert";

import { suite } from "../../../test-support/suite.ts";
import { ChatError } from "../src/errors.ts";
import { parseModerationRequest } from "../src/moderation.ts";
import { parseRoomPassword, readPasswordHeader, toPasswordHeader } from "../src/room-password.ts";

const test = suite("moderation requests");
const room = "ops";

function codeOf(act: () => unknown): string {
  try {
    act();
    return "none";
  } catch (error) {
    if (error instanceof ChatError) return error.code;
    throw error;
  }
}

test("each action takes its fields and leaves all others behind", () => {
  const all = {
    ...{ room, id: 7, username: "bob", seconds: 60, reason: "hush", topic: "T", password: "pass" },
    extra: {},
  };
  const read = (action: string) => parseModerationRequest({ ...all, action });
  assert.equal(read("delete"), { room, action: "delete", id: 7 });
  assert.equal(read("kick"), { room, action: "kick", username: "bob", reason: "hush" });
  assert.equal(read("mute"), {
    room,
    action: "mute",
    username: "bob",
    seconds: 60,
    reason: "hush",
  });
  assert.equal(read("unban"), { room, action: "unban", username: "bob" });
  assert.equal(read("open"), { room, action: "open" });
  assert.equal(read("topic"), { room, action: "topic", topic: "T" });
  assert.equal(read("password"), { room, action: "password", password: "pass" });
  assert.equal(parseModerationRequest({ room, action: "close", operator: "olga" }), {
    ...{ room, operator: "olga", action: "close" },
  });
});

test("reasons and topics are one clean line of at most 200 code points; what is not visible is none", () => {
  const topic = (text: unknown) => parseModerationRequest({ room, action: "topic", topic: text });
  assert.equal(topic(" a\u0000\u202eb\n\tc "), { room, action: "topic", topic: "ab c" });
  assert.equal(topic("\u200b"), { room, action: "topic", topic: "" });
  assert.equal(topic(""), { room, action: "topic", topic: "" });
  assert.is(
    codeOf(() => topic("🎉".repeat(200))),
    "none",
  );
  assert.is(
    codeOf(() => topic("x".repeat(201))),
    "invalid_request",
  );
  assert.is(
    codeOf(() => topic({ toString: () => "x" })),
    "invalid_request",
  );
  const close = parseModerationRequest({ room, action: "close", reason: " \n " });
  assert.equal(close, { room, action: "close" });
});

test("a payload of another form is refused, whatever it is", () => {
  for (const payload of [undefined, null, 5, "x", [], () => 1, new Map()]) {
    assert.ok(
      ["invalid_request", "invalid_room"].includes(codeOf(() => parseModerationRequest(payload))),
    );
  }
  for (const action of [undefined, "", "Mute", "constructor", "__proto__", 5, ["mute"]]) {
    assert.is(
      codeOf(() => parseModerationRequest({ room, action })),
      "invalid_request",
    );
  }
  for (const seconds of [undefined, 0, -1, 1.5, 31_536_001, "60", NaN, Infinity]) {
    const mute = { room, action: "mute", username: "bob", seconds };
    assert.is(
      codeOf(() => parseModerationRequest(mute)),
      "invalid_request",
      String(seconds),
    );
  }
  const kick = { room, action: "kick", username: "no name" };
  assert.is(
    codeOf(() => parseModerationRequest(kick)),
    "invalid_username",
  );
});

test("a ban is for a name or for an address, and for one of them", () => {
  const ban = (whom: object) =>
    parseModerationRequest({ room, action: "ban", seconds: 1, ...whom });
  assert.equal(ban({ address: "2001:db8::/64" }), {
    ...{ room, action: "ban", address: "2001:db8::/64", seconds: 1 },
  });
  for (const whom of [
    {},
    { username: "bob", address: "::1" },
    { address: "bob" },
    { address: 5 },
  ]) {
    assert.is(
      codeOf(() => ban(whom)),
      "invalid_request",
    );
  }
});

test("a password has 4 to 128 code points, no control characters, and comes in NFC", () => {
  assert.is(parseRoomPassword("cafe\u0301"), "café");
  for (const good of ["pass", "🎉".repeat(128), "with blanks %"])
    assert.is(parseRoomPassword(good), good);
  for (const bad of ["abc", "", "x".repeat(129), "a\nbcd", "a\ud800bcd", 5, null, undefined]) {
    assert.is(
      codeOf(() => parseRoomPassword(bad)),
      "invalid_request",
      String(bad),
    );
  }
});

test("a password comes back out of a header as it went in; what is not encoded is taken as it is", () => {
  for (const password of ["größe 100%", "a%20b", "🎉"]) {
    assert.match(toPasswordHeader(password), /^[\x21-\x7e]+$/);
    assert.is(readPasswordHeader(toPasswordHeader(password)), password);
  }
  assert.is(readPasswordHeader("100%"), "100%");
});

test.run();
