// Looking through what was sent.

import * as assert from "uvu/assert";

import { suite } from "../../../../test-support/suite.ts";
import { lookFor, lookOlder } from "../../src/screen/history-search.ts";

const test = suite("search in what was sent");
const history = ["deploy api", "hello", "Deploy web", "bye", "Deploy web"];

test("the newest that has the text is found, in upper or lower case", () => {
  assert.is(lookFor(history, "deploy").at, 4);
  assert.is(lookFor(history, "API").at, 0);
  assert.is(lookFor(history, "nothing").at, -1);
  assert.is(lookFor(history, "").at, -1);
});

test("older ones follow, each text once, and the last one stays", () => {
  const older = lookOlder(history, lookFor(history, "deploy"));
  assert.is(older.at, 0);
  assert.is(lookOlder(history, older), older);
});

test.run();
