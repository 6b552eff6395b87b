// The order and the sharing of the list of members.

import * as assert from "uvu/assert";

import { suite } from "../../../test-support/suite.ts";
import { MemberList } from "../src/member-list.ts";

const test = suite("MemberList");

test("lists names in code point order, each once", () => {
  const members = new MemberList();
  members.replace(["bob", "𝒜da", "ﬀ"]);
  members.add("ada");
  members.add("ada");
  members.add("ad");
  // By UTF-16 units 𝒜 would come before ﬀ.
  assert.equal(members.names, ["ad", "ada", "bob", "ﬀ", "𝒜da"]);
  members.remove("ad");
  assert.equal(members.names, ["ada", "bob", "ﬀ", "𝒜da"]);
});

test("is the same array until something changes, and never changes itself", () => {
  const members = new MemberList();
  members.replace(["ada"]);
  const { names } = members;
  members.remove("nobody");
  assert.is(members.names, names);
  members.add("bob");
  assert.equal(names, ["ada"]);
});

test.run();
