// Which names have one look.

import * as assert from "uvu/assert";

import { suite } from "../../../test-support/suite.ts";
import { toLook } from "../src/look.ts";
import { hostileNames } from "./hostile-text/hostile-text.ts";

const test = suite("the look of a name");

function assertAlike(...names: string[]): void {
  for (const name of names) assert.is(toLook(name), toLook(names[0] as string), name);
}

test("names that differ in case alone look alike, in every script", () => {
  assertAlike("alice", "Alice", "ALICE", "aLiCe");
  assertAlike("mia", "Mia", "MIA");
  assertAlike("галя", "Галя", "ГАЛЯ");
  assertAlike("наташа", "Наташа", "НАТАША");
  assertAlike("ната", "Ната", "НАТА");
  assertAlike("борис", "Борис", "БОРИС");
  assertAlike("νίκος", "Νίκος", "ΝΊΚΟΣ");
  assertAlike("zoë", "Zoë", "ZOË");
  assertAlike("weiß", "WEISS", "Weiß");
});

test("letters of another script that show a Latin name look like that name, in any case", () => {
  assertAlike("ada", "аda", "аdа", "Ada", "Аda");
  assertAlike("nick", "ΝICK", "Νick", "NICK");
  assertAlike("zoë", "zоë", "Zоë");
  assertAlike("aca", "аса", "АСА");
});

test("characters of ASCII that look alike are one", () => {
  assertAlike("alice", "a1ice", "AIice", "aIice", "alIce");
  assertAlike("bob", "b0b", "BOB", "bOb");
  assertAlike("modern", "rnodern", "modem");
});

test("forms for compatibility look like what they stand for", () => {
  assertAlike("ada", "ａｄａ", "𝐚𝐝𝐚", "𝒶𝒹𝒶");
  assertAlike("fi", "ﬁ");
});

test("each name of the corpus looks like the one that it was made for", () => {
  for (const { name, looksLike } of hostileNames) {
    if (looksLike !== undefined) assertAlike(looksLike, name);
  }
});

test("names that people can tell apart have each their look", () => {
  const names = [
    ...["ada", "adam", "bob", "rob", "van", "nan", "zoe", "zoë", "guy", "jürgen", "jurgen", "ada2"],
    ...[
      "ada_",
      "ada-",
      "ada.",
      "иван",
      "мария",
      "марина",
      "日本",
      "日木",
      "محمد",
      "ηλίας",
      "юля",
      "оля",
    ],
  ];
  assert.is(new Set(names.map(toLook)).size, names.length);
});

test("the look of a look is itself, and no look is longer than a key may be", () => {
  for (const name of ["Alice", "аda", "НАТА", "ΝΊΚΟΣ", "weiß", "日本", "ﷺ".repeat(32)]) {
    const look = toLook(name);
    assert.is(toLook(look), look, name);
    assert.ok(look.length <= 256, name);
  }
});

test.run();
