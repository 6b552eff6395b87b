// A copy of who is in a room: what is news to it, and what it can tell of two rosters.

import * as fc from "fast-check";
import * as assert from "uvu/assert";

import { suite } from "../../../../test-support/suite.ts";
import type { PresenceAnnouncement } from "../../src/rooms/room-store.ts";
import { LiveRoster, compareCodePoints } from "../../src/rooms/roster.ts";

const test = suite("LiveRoster");

function change(
  type: "joined" | "left",
  username: string,
  prev: number,
  version = prev + 1,
): PresenceAnnouncement {
  return { type, username, prev, version, by: "", json: "{}" };
}

function create(version: number, members: string[], born = 1): LiveRoster {
  return new LiveRoster({ version, born, members });
}

test("takes the change that follows on what it heard", () => {
  const roster = create(5, ["ada"]);
  assert.is(roster.apply(change("joined", "bob", 5, 9)), "changed");
  assert.equal(roster.members, ["ada", "bob"]);
  assert.is(roster.version, 9);
  assert.is(roster.apply(change("left", "ada", 9)), "changed");
  assert.equal(roster.members, ["bob"]);
});

test("a change that it has heard is no news", () => {
  const roster = create(5, ["ada"]);
  assert.is(roster.apply(change("left", "ada", 4, 5)), "same");
  assert.is(roster.apply(change("joined", "bob", 1, 2)), "same");
  assert.equal(roster.members, ["ada"]);
});

test("a change behind one that it missed is a hole, and changes nothing", () => {
  const roster = create(5, ["ada"]);
  assert.is(roster.apply(change("joined", "bob", 6, 7)), "hole");
  assert.equal(roster.members, ["ada"]);
  assert.is(roster.version, 5);
});

test("somebody who is here already does not come in once more", () => {
  const roster = create(5, ["ada"]);
  assert.is(roster.apply(change("joined", "ada", 5)), "same");
  assert.is(roster.apply(change("left", "bob", 6)), "same");
  assert.equal(roster.members, ["ada"]);
  assert.is(roster.version, 7);
});

test("tells who came and who left between two rosters", () => {
  const roster = create(5, ["ada", "bob"]);
  const told = roster.replace({ version: 9, born: 1, members: ["cid", "ada"] }, 0);
  assert.equal(told, { joined: ["cid"], left: ["bob"] });
  assert.equal(roster.members, ["ada", "cid"]);
  assert.is(roster.version, 9);
});

test("names that the store forgot all at once stay until they had time to come back", () => {
  const roster = create(5, ["ada", "bob"]);
  const flushed = roster.replace({ version: 900, born: 900, members: ["ada"] }, 1_000);
  assert.equal(flushed, { joined: [], left: [] });
  assert.equal(roster.members, ["ada", "bob"]);
  assert.equal(roster.settle(999), []);
  assert.equal(roster.settle(1_000), ["bob"]);
  assert.equal(roster.members, ["ada"]);
  assert.equal(roster.settle(2_000), []);
});

test("who came back after the store forgot him is not told of, and does not leave", () => {
  const roster = create(5, ["ada", "bob"]);
  roster.replace({ version: 900, born: 900, members: ["ada"] }, 1_000);
  assert.is(roster.apply(change("joined", "bob", 900)), "same");
  assert.equal(roster.settle(5_000), []);
  assert.equal(roster.members, ["ada", "bob"]);
});

test("who left after the store forgot him and came back leaves once", () => {
  const roster = create(5, ["ada", "bob"]);
  roster.replace({ version: 900, born: 900, members: ["ada"] }, 1_000);
  roster.replace({ version: 901, born: 900, members: ["ada", "bob"] }, 2_000);
  assert.equal(roster.replace({ version: 902, born: 900, members: ["ada"] }, 3_000).left, ["bob"]);
  assert.equal(roster.settle(9_000), []);
});

test("a roster that nobody had kept yet is no forgotten one", () => {
  const roster = create(0, [], 0);
  assert.equal(roster.replace({ version: 3, born: 3, members: ["ada"] }, 0), {
    joined: ["ada"],
    left: [],
  });
});

test("a roster that was empty when it was loaded knows a flush for one too", () => {
  const roster = create(0, [], 0);
  roster.apply(change("joined", "ada", 0, 7));
  roster.apply(change("joined", "bob", 7, 8));
  const flushed = roster.replace({ version: 900, born: 900, members: ["ada"] }, 0);
  assert.equal(flushed, { joined: [], left: [] });
});

test("members are in code point order, whatever came and went", () => {
  const name = fc.constantFrom(
    "a",
    "B",
    "\u00e9",
    "\uff21",
    "\u{10400}",
    "\u{10400}a",
    "zz",
    "ada",
    "ad",
  );
  const step = fc.record({ name, type: fc.constantFrom("joined" as const, "left" as const) });
  fc.assert(
    fc.property(fc.array(name), fc.array(step), (first, steps) => {
      const here = new Set(first);
      const roster = create(1, [...here]);
      for (const { name, type } of steps) {
        const isNews = here.has(name) === (type === "left");
        if (type === "joined") here.add(name);
        else here.delete(name);
        const outcome = roster.apply(change(type, name, roster.version));
        assert.is(outcome, isNews ? "changed" : "same");
        const expected = [...here].sort(
          (a, b) => Buffer.compare(utf32(a), utf32(b)) || a.length - b.length,
        );
        assert.equal(roster.members, expected);
      }
    }),
  );
});

test("code points beyond U+FFFF come after all others", () => {
  assert.ok(compareCodePoints("\uff21", "\u{10400}") < 0);
  assert.ok(compareCodePoints("\u{10400}", "\uff21") > 0);
  assert.ok(compareCodePoints("a", "ab") < 0);
  assert.is(compareCodePoints("a\u{10400}", "a\u{10400}"), 0);
});

/** Bytes that compare like the code points do. */
function utf32(text: string): Buffer {
  const codes = Array.from(text, (character) => character.codePointAt(0) ?? 0);
  const buffer = Buffer.alloc(codes.length * 4);
  for (const [index, code] of codes.entries()) buffer.writeUInt32BE(code, index * 4);
  return buffer;
}

test.run();
