// The parsing of payloads that anybody may have sent.

import * as fc from "fast-check";
import * as assert from "uvu/assert";

import { suite } from "../../../test-support/suite.ts";
import { ChatError } from "../src/errors.ts";
import {
  parseHistoryQuery,
  parseHistoryRequest,
  parseJoinRequest,
  parseNonce,
  parsePostRequest,
  parseRoomRequest,
  parseTypingRequest,
} from "../src/requests.ts";

const test = suite("requests");

const parsers: Record<string, { parse: (payload: unknown) => unknown; whole: object }> = {
  join: { parse: parseJoinRequest, whole: { room: "general", username: "ada" } },
  message: { parse: parsePostRequest, whole: { room: "general", message: "hello" } },
  history: { parse: parseHistoryRequest, whole: { room: "general" } },
  room: { parse: parseRoomRequest, whole: { room: "general" } },
  typing: { parse: parseTypingRequest, whole: { room: "general", typing: true } },
};

const NO_OBJECTS = [undefined, null, "general", "", 7, true, [], [{ room: "general" }], () => 1];

for (const [name, { parse, whole }] of Object.entries(parsers)) {
  test(`${name}: what is no object is an invalid request`, () => {
    for (const payload of NO_OBJECTS) assert.is(refusalOf(parse, payload), "invalid_request");
  });

  test(`${name}: a room that is missing or none is an invalid room`, () => {
    for (const room of [undefined, null, "", 7, "a b", "__proto__", ["general"], { room: "a" }]) {
      assert.is(refusalOf(parse, { ...whole, room }), "invalid_room");
    }
  });

  test(`${name}: unknown fields are left behind`, () => {
    const parsed = parse({ ...whole, colour: "red", constructor: 1 }) as object;
    assert.not.ok(Object.keys(parsed).includes("colour"));
    assert.not.ok(Object.keys(parsed).includes("constructor"));
  });

  test(`${name}: a field named __proto__ gives nothing and pollutes nothing`, () => {
    const fields = JSON.stringify({ ...whole, polluted: 1 });
    const only: unknown = JSON.parse(`{"__proto__":${fields}}`);
    assert.is(refusalOf(parse, only), "invalid_room");
    const both: unknown = JSON.parse(`{"__proto__":{"limit":7,"polluted":1},${fields.slice(1)}`);
    const parsed = parse(both) as Record<string, unknown>;
    assert.is(parsed["polluted"], undefined);
    assert.is.not(parsed["limit"], 7);
    assert.is(({} as Record<string, unknown>)["polluted"], undefined);
  });

  test(`${name}: whatever comes is parsed or refused with a code, never a crash`, () => {
    const field = fc.constantFrom(
      "room",
      "username",
      "message",
      "nonce",
      "limit",
      "after",
      "before",
      "typing",
    );
    const value = fc.oneof(fc.constantFrom("general", 1, true, null), fc.anything());
    fc.assert(
      fc.property(fc.oneof(fc.dictionary(field, value), fc.anything()), (payload) => {
        try {
          parse(payload);
        } catch (error) {
          if (!(error instanceof ChatError)) throw error;
        }
      }),
      { numRuns: 500 },
    );
  });
}

test("join: limit is 100 where absent, and after is left out", () => {
  const expected = { room: "general", username: "ada", limit: 100 };
  assert.equal(parseJoinRequest({ room: "general", username: "ada" }), expected);
  const nulls = { room: "general", username: "ada", limit: null, after: null };
  assert.equal(parseJoinRequest(nulls), expected);
});

test("join: limit goes from 0 to 100, after from 0 to 2^53 - 1", () => {
  for (const limit of [0, 1, 100]) {
    assert.is(parseJoinRequest({ room: "general", username: "ada", limit }).limit, limit);
  }
  for (const after of [0, 1, Number.MAX_SAFE_INTEGER]) {
    assert.is(parseJoinRequest({ room: "general", username: "ada", after }).after, after);
  }
});

const NO_COUNTS = [-1, 0.5, 101, Number.NaN, Infinity, "50", true, [], {}, [1]];
const NO_IDS = [-1, 0.5, 2 ** 53, Number.NaN, Infinity, "5", true, [], {}];

test("join: numbers of another kind are an invalid request", () => {
  const whole = { room: "general", username: "ada" };
  for (const limit of NO_COUNTS) {
    assert.is(refusalOf(parseJoinRequest, { ...whole, limit }), "invalid_request");
  }
  for (const after of NO_IDS) {
    assert.is(refusalOf(parseJoinRequest, { ...whole, after }), "invalid_request");
  }
});

test("join: a username that is missing or none is an invalid username", () => {
  for (const username of [undefined, null, "", 7, "a b", "a".repeat(33), {}]) {
    assert.is(refusalOf(parseJoinRequest, { room: "general", username }), "invalid_username");
  }
});

test("message: username and nonce may be absent or null, and are left out then", () => {
  const expected = { room: "general", message: "hello" };
  assert.equal(parsePostRequest({ room: "general", message: "hello" }), expected);
  const nulls = { room: "general", message: "hello", username: null, nonce: null };
  assert.equal(parsePostRequest(nulls), expected);
});

test("message: username and nonce are taken, the text is cleaned", () => {
  const given = { room: "general", message: "a\u0007b", username: "ada", nonce: "n-1" };
  assert.equal(parsePostRequest(given), { ...given, message: "ab" });
});

test("message: each field is refused with its own code", () => {
  const whole = { room: "general", message: "hello" };
  for (const message of [undefined, null, "", " ", 7, ["a"], {}]) {
    assert.is(refusalOf(parsePostRequest, { ...whole, message }), "invalid_message");
  }
  assert.is(
    refusalOf(parsePostRequest, { ...whole, message: "a".repeat(4_001) }),
    "message_too_long",
  );
  for (const username of ["", " ", 7, false, {}, []]) {
    assert.is(refusalOf(parsePostRequest, { ...whole, username }), "invalid_username");
  }
  for (const nonce of ["", 7, false, {}, [], "n".repeat(65)]) {
    assert.is(refusalOf(parsePostRequest, { ...whole, nonce }), "invalid_request");
  }
});

test("a nonce has 1 to 64 characters, whichever", () => {
  for (const nonce of ["a", "n".repeat(64), "\u0000", "a:b{c}\n", "\u{1f600}", "__proto__"]) {
    assert.is(parseNonce(nonce), nonce);
  }
  for (const nonce of ["", "n".repeat(65), undefined, null, 7]) {
    assert.is(refusalOf(parseNonce, nonce), "invalid_request");
  }
});

test("history: before or after or neither, never both; limit 1 to 100, 100 where absent", () => {
  assert.equal(parseHistoryRequest({ room: "general" }), { room: "general", limit: 100 });
  const after = { room: "general", after: 5, limit: 1 };
  assert.equal(parseHistoryRequest(after), after);
  const before = { room: "general", before: 0, limit: 100 };
  assert.equal(parseHistoryRequest(before), before);
  const one = { room: "general", before: 5, after: null };
  assert.equal(parseHistoryRequest(one), { room: "general", before: 5, limit: 100 });
  const both = { room: "general", before: 5, after: 1 };
  assert.is(refusalOf(parseHistoryRequest, both), "invalid_request");
});

test("history: numbers of another kind are an invalid request", () => {
  for (const limit of [0, ...NO_COUNTS]) {
    assert.is(refusalOf(parseHistoryRequest, { room: "general", limit }), "invalid_request");
  }
  for (const id of NO_IDS) {
    assert.is(refusalOf(parseHistoryRequest, { room: "general", before: id }), "invalid_request");
    assert.is(refusalOf(parseHistoryRequest, { room: "general", after: id }), "invalid_request");
  }
});

test("history over HTTP: limit is 50 where it is absent or empty", () => {
  assert.equal(parseHistoryQuery("general", {}), { room: "general", limit: 50 });
  const empty = { limit: "", before: "", after: "" };
  assert.equal(parseHistoryQuery("general", empty), { room: "general", limit: 50 });
  const given = { limit: "100", after: "9007199254740991" };
  const expected = { room: "general", limit: 100, after: Number.MAX_SAFE_INTEGER };
  assert.equal(parseHistoryQuery("general", given), expected);
});

test("history over HTTP: what is no number in range is an invalid request", () => {
  for (const limit of ["0", "101", "-1", "1.5", "1e2", "0x10", " 5", "5 ", "a", ["1", "2"]]) {
    assert.is(
      refusalOf((query) => parseHistoryQuery("general", query), { limit }),
      "invalid_request",
    );
  }
  for (const id of ["-1", "1.5", "9007199254740992", "99999999999999999", "null", ["1", "2"]]) {
    for (const field of ["before", "after"]) {
      const query = { [field]: id };
      assert.is(
        refusalOf((given) => parseHistoryQuery("general", given), query),
        "invalid_request",
      );
    }
  }
  const both = { before: "5", after: "1" };
  assert.is(
    refusalOf((query) => parseHistoryQuery("general", query), both),
    "invalid_request",
  );
});

test("history over HTTP: the room of the path is checked", () => {
  assert.is(
    refusalOf((room) => parseHistoryQuery(room, {}), "a b"),
    "invalid_room",
  );
});

test("typing: true or false and nothing like it", () => {
  assert.equal(parseTypingRequest({ room: "general", typing: false }), {
    room: "general",
    typing: false,
  });
  for (const typing of [undefined, null, 0, 1, "true", "", {}, []]) {
    assert.is(refusalOf(parseTypingRequest, { room: "general", typing }), "invalid_request");
  }
});

/** The code that a parser refuses a payload with. */
function refusalOf(parse: (payload: unknown) => unknown, payload: unknown): string {
  try {
    const parsed = parse(payload);
    return `taken: ${JSON.stringify(parsed)}`;
  } catch (error) {
    if (error instanceof ChatError) return error.code;
    throw error;
  }
}

test.run();
