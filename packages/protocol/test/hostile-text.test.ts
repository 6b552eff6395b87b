// The clean-up and the rules for names, against everything that tries to get around them.

import * as assert from "uvu/assert";

import { suite } from "../../../test-support/suite.ts";
import { isUsername } from "../src/names.ts";
import { cleanForTerminal, cleanMessage } from "../src/text.ts";
import { hostileNames, hostileTexts } from "./hostile-text/hostile-text.ts";

const test = suite("hostile text");
const UNSEEN = /[\p{Bidi_Control}\p{Cs}\u{e0000}-\u{e007f}\u200b\u2060\ufeff]/u;

test("no control character but tabs and line breaks is left for a terminal, and nothing that hides", () => {
  for (const { name, text } of hostileTexts) {
    const clean = cleanForTerminal(text);
    // oxlint-disable-next-line no-control-regex
    assert.not(/[\x00-\x08\x0b-\x1f\x7f-\x9f]/.test(clean), name);
    assert.not(UNSEEN.test(clean), name);
    assert.is(cleanForTerminal(clean), clean, name);
  }
});

test("what the server stores has no control character either", () => {
  for (const { name, text } of hostileTexts) {
    // oxlint-disable-next-line no-control-regex
    assert.not(/[\x00-\x08\x0b-\x1f\x7f-\x9f]/.test(cleanMessage(text)), name);
  }
});

test("names with something invisible in them are refused, look-alikes are names", () => {
  for (const { name, why, refused = false } of hostileNames) {
    assert.is(isUsername(name), !refused, why);
  }
});

test.run();
