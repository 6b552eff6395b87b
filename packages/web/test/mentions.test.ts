import * as assert from "uvu/assert";
import { suite } from "../../../test-support/suite.ts";
import { completeName, isMention } from "../src/mentions.ts";

const test = suite("mentions");

test("a name with the sign before it is a mention, in any case and beside punctuation", () => {
  for (const text of ["@ada", "hey @ADA!", "(@ada)", "ask @ada.", "@adam, @ada: look"])
    assert.ok(isMention(text, "ada"), text);
});

test("a longer name, or the name alone, is none", () => {
  for (const text of ["ada", "@adam", "@ada_2", "@ada-bot", "mail at ada"])
    assert.not(isMention(text, "ada"), text);
});

test("Tab completes a name that was called, wherever it stands", () => {
  assert.equal(completeName("ask @ca", 7, ["bob", "carol"]), { text: "ask @carol ", cursor: 11 });
  assert.equal(completeName("ask @ca now", 7, ["carol"]), { text: "ask @carol now", cursor: 11 });
});

test("a name at the beginning is addressed", () => {
  assert.equal(completeName("CA", 2, ["carol"]), { text: "carol: ", cursor: 7 });
});

test("several that fit are completed as far as they agree", () => {
  assert.equal(completeName("@c", 2, ["caro", "carl"]), { text: "@car", cursor: 4 });
  assert.is(completeName("@car", 4, ["caro", "carl"]), undefined);
});

test("where nothing fits, Tab is left to the page", () => {
  for (const text of ["", "hello ", "see ca", "@zz"])
    assert.is(completeName(text, text.length, ["carol"]), undefined, text);
});

test.run();
