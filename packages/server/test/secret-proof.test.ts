// Which secrets are taken, and what is kept of one.

import { createHash } from "node:crypto";

import * as assert from "uvu/assert";

import { ChatError } from "@chat/protocol";

import { suite } from "../../../test-support/suite.ts";
import { toProof } from "../src/secret-proof.ts";

const test = suite("toProof");

test("a secret's proof is its SHA-256 in base64url", () => {
  const secret = "s".repeat(43);
  assert.is(toProof(secret), createHash("sha256").update(secret).digest("base64url"));
  assert.is(toProof(secret)?.length, 43);
});

test("16 to 128 letters, digits, - and _ are a secret; anything else is refused", () => {
  for (const secret of ["a".repeat(16), "Z".repeat(128), "-_-_-_-_-_-_-_09"]) {
    assert.is(toProof(secret)?.length, 43, secret);
  }
  const wrong = ["a".repeat(15), "a".repeat(129), `${"a".repeat(16)} `, `${"a".repeat(16)}é`];
  for (const secret of [
    ...wrong,
    5,
    true,
    {},
    ["a".repeat(16)],
    { toString: () => "a".repeat(16) },
  ]) {
    assert.throws(
      () => toProof(secret),
      (error: unknown) => error instanceof ChatError && error.code === "invalid_request",
    );
  }
});

test("where none is brought nothing is proven", () => {
  for (const none of [undefined, null, ""]) assert.is(toProof(none), undefined);
});

test.run();
