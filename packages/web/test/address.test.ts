import * as assert from "uvu/assert";
import { suite } from "../../../test-support/suite.ts";
import { formatAddress, parseAddress, toRoomName } from "../src/address.ts";

const test = suite("address");

test("a room survives the way into an address and back", () => {
  for (const room of ["general", "Ops_2.test", "комната", "日本"]) {
    assert.is(parseAddress(formatAddress(room)), room);
  }
});

test("letters beyond ASCII are read in both forms that browsers show", () => {
  assert.is(parseAddress("#/room/caf%C3%A9"), "café");
  assert.is(parseAddress("#/room/café"), "café");
});

test("an address is brought to the composed form that room names have", () => {
  assert.is(parseAddress("#/room/cafe%CC%81"), "café");
});

test("what names no room is no room", () => {
  for (const hash of [
    "",
    "#",
    "#/",
    "#/room/",
    "#/room/two words",
    "#/room/a%2Fb",
    "#/room/%",
    "#/room/a:b",
    "#general",
  ]) {
    assert.is(parseAddress(hash), undefined, hash);
  }
});

test("a typed room may have spaces around it and the sign before it", () => {
  assert.is(toRoomName("  #general "), "general");
  assert.is(toRoomName("##general"), undefined);
});

test.run();
