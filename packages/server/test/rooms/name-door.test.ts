// Who may come into a room under which name: owned names, and names that look like those of people who are there.

import * as assert from "uvu/assert";

import { ChatError } from "@chat/protocol";

import { suite } from "../../../../test-support/suite.ts";
import { Looks } from "../../src/rooms/looks.ts";
import { NameDoor } from "../../src/rooms/name-door.ts";
import { Names } from "../../src/rooms/names.ts";
import { MemoryNameClaims } from "../support/memory-name-claims.ts";

const test = suite("NameDoor");

const ADA = "a".repeat(43);
const EVE = "e".repeat(43);
let claims: MemoryNameClaims;
let live: Set<string> | undefined;
let elsewhere: string[];
let asked: number;
let door: NameDoor;

test.before.each(() => {
  claims = new MemoryNameClaims();
  live = undefined;
  elsewhere = [];
  asked = 0;
  door = new NameDoor({
    names: new Names({ claims, ttlMs: 3_600_000, now: () => claims.now }),
    rooms: {
      find: () => {
        const present = live;
        return present && new Looks(present, (name) => present.has(name));
      },
    },
    store: {
      members: async () => {
        asked++;
        return elsewhere;
      },
    },
    now: () => claims.now,
  });
});

async function pass(username: string, proof?: string): Promise<string> {
  try {
    await door.pass("general", username, proof);
    return "fine";
  } catch (error) {
    if (error instanceof ChatError) return error.code;
    throw error;
  }
}

test("a name that looks like a present one is refused though nobody owns it, and is not owned after", async () => {
  live = new Set(["bob"]);
  assert.is(await pass("Bob"), "username_taken");
  assert.is(await pass("b0b", EVE), "username_taken");
  assert.is(await claims.find("bob"), undefined);
});

test("the same name as a present one passes: one person has several connections", async () => {
  live = new Set(["bob"]);
  assert.is(await pass("bob"), "fine");
});

test("who owns a name passes under any spelling of it, whoever is present", async () => {
  assert.is(await pass("Bob", ADA), "fine");
  live = new Set(["bob"]);
  assert.is(await pass("BOB", ADA), "fine");
  assert.is(await pass("BOB", EVE), "username_taken");
  assert.is(await pass("bob"), "username_taken");
});

test("a room without members here is asked of the store, once in 10 seconds", async () => {
  elsewhere = ["bob"];
  assert.is(await pass("Bob"), "username_taken");
  assert.is(await pass("b0b"), "username_taken");
  assert.is(await pass("bob"), "fine");
  assert.is(asked, 1);
  elsewhere = [];
  claims.now += 10_000;
  assert.is(await pass("Bob"), "fine");
  assert.is(asked, 2);
});

test.run();
