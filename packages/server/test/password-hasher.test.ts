// What is kept of a password, and how much is compared at once.

import * as assert from "uvu/assert";

import { ChatError } from "@chat/protocol";

import { suite } from "../../../test-support/suite.ts";
import { ScryptHasher } from "../src/password-hasher.ts";

const test = suite("ScryptHasher", { timeoutMs: 60_000 });
const hasher = new ScryptHasher();

test("what is kept is salted, says what it cost, and holds nothing of the password", async () => {
  const [one, other] = await Promise.all([hasher.hash("sesame"), hasher.hash("sesame")]);
  assert.match(one, /^scrypt\$32768\$8\$1\$[\w-]{22}\$[\w-]{43}$/);
  assert.is.not(one, other);
  assert.ok(await hasher.verify("sesame", one));
  assert.ok(await hasher.verify("sesame", other));
  assert.not.ok(await hasher.verify("Sesame", one));
});

test("what it did not make is no password's", async () => {
  for (const kept of ["", "sesame", "scrypt$1$1$1$$", "scrypt$99999999$8$1$c2FsdA$a2V5", "md5$x"]) {
    assert.not.ok(await hasher.verify("sesame", kept).catch(() => false), kept);
  }
});

test("of too many at once some are told to come back, and all others are answered", async () => {
  const busy = new ScryptHasher();
  const answers = await Promise.all(
    Array.from({ length: 40 }, () =>
      busy.verify("x", "scrypt$16$8$1$c2FsdA$a2V5").catch((error: unknown) => error),
    ),
  );
  const refused = answers.filter((answer) => answer instanceof ChatError);
  assert.is(refused.length, 6);
  assert.ok(refused.every(({ code, retryAfterMs }) => code === "rate_limited" && retryAfterMs));
  assert.is(answers.filter((answer) => answer === false).length, 34);
  assert.not.ok(await busy.verify("x", "scrypt$16$8$1$c2FsdA$a2V5"), "the places are free again");
});

test("a fingerprint is the same for the same, in one process alone", () => {
  assert.is(hasher.fingerprint("a", "k"), hasher.fingerprint("a", "k"));
  assert.is.not(hasher.fingerprint("a", "k"), hasher.fingerprint("a", "l"));
  assert.is.not(hasher.fingerprint("a", "k"), new ScryptHasher().fingerprint("a", "k"));
});

test.run();
