// Errors as values.

import * as assert from "uvu/assert";

import { suite } from "../../../test-support/suite.ts";
import { ChatError, isRetryable } from "../src/errors.ts";

const test = suite("ChatError");

test("travels as its code and its sentence, and nothing else", () => {
  const error = new ChatError("invalid_room", "No.", { cause: new Error("secret") });
  assert.equal(error.toWire(), { code: "invalid_room", message: "No." });
});

test("says when to come back where that is known, 0 included", () => {
  const wire = (retryAfterMs: number) =>
    new ChatError("rate_limited", "Wait.", { retryAfterMs }).toWire();
  assert.equal(wire(250), { code: "rate_limited", message: "Wait.", retryAfterMs: 250 });
  assert.equal(wire(0), { code: "rate_limited", message: "Wait.", retryAfterMs: 0 });
});

test("keeps its cause for the log", () => {
  const cause = new Error("why");
  assert.is(new ChatError("unavailable", "Later.", { cause }).cause, cause);
  assert.not.ok("cause" in new ChatError("unavailable", "Later."));
});

test("is worth a retry where the server is away or asks to wait, and for no other code", () => {
  for (const code of ["unavailable", "rate_limited"]) assert.ok(isRetryable(code), code);
  for (const code of [
    ...["invalid_room", "invalid_username", "invalid_message", "message_too_long"],
    ...["invalid_request", "username_mismatch", "not_joined", "not_found", "unauthorized"],
    ...["forbidden_origin", "internal", "payload_too_large", "a code of tomorrow", "__proto__"],
  ])
    assert.not.ok(isRetryable(code), code);
});

test("may say itself whether it is worth a retry", () => {
  assert.ok(new ChatError("unavailable", "Later.").retryable);
  assert.not.ok(new ChatError("unavailable", "Never.", { retryable: false }).retryable);
  assert.ok(new ChatError("internal", "Try.", { retryable: true }).retryable);
});

test.run();
