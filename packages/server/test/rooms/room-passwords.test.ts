// Which passwords count against an address, and how often one is compared.

import { ChatError } from "@chat/protocol";
import * as assert from "uvu/assert";

import { suite } from "../../../../test-support/suite.ts";
import { RoomPasswords } from "../../src/rooms/room-passwords.ts";
import { plainRules } from "../support/plain-rules.ts";
import { refusal } from "../support/refusal.ts";

const test = suite("RoomPasswords");

let compared: number;
let isBusy: boolean;
let passwords: RoomPasswords;

test.before.each(() => {
  compared = 0;
  isBusy = false;
  const { hasher } = plainRules;
  const verify = async (password: string, kept: string) => {
    compared++;
    if (isBusy) throw new ChatError("rate_limited", "Too many passwords at once.");
    return hasher.verify(password, kept);
  };
  passwords = new RoomPasswords({ hasher: { ...hasher, verify }, now: () => 0 });
});

const check = (given: string) =>
  refusal(passwords.check("secret", "kept sesame", given, "192.0.2.1"));

test("many at one address who bring the right password at once all come in, for one comparison", async () => {
  const outcomes = await Promise.all(Array.from({ length: 50 }, () => check("sesame")));
  assert.equal(new Set(outcomes), new Set(["none"]));
  assert.is(compared, 1);
});

test("what there was no time to compare counts as no wrong password", async () => {
  isBusy = true;
  for (let tries = 0; tries < 20; tries++) assert.is(await check("sesame"), "rate_limited");
  isBusy = false;
  assert.is(await check("sesame"), "none");
});

test("wrong ones count, each of them", async () => {
  for (let tries = 0; tries < 10; tries++) assert.is(await check(`no ${tries}`), "wrong_password");
  assert.is(await check("sesame"), "rate_limited");
  assert.is(compared, 10);
});

test.run();
