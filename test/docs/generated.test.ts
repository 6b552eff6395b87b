// The documents that are made and not written are those that would be made now.

import { readFileSync } from "node:fs";
import * as assert from "uvu/assert";

import { findForbidden } from "../../scripts/documents/dependency-list.js";
import { generated } from "../../scripts/documents/generated.ts";
import { ROOT } from "../../scripts/paths.js";
import { suite } from "../../test-support/suite.ts";

const test = suite("what `npm run documents` makes");

for (const { path, render } of generated) {
  test(`${path} is up to date`, () => {
    assert.equal(toComparable(readFileSync(`${ROOT}/${path}`, "utf8")), toComparable(render()));
  });
}

test("every package has a licence that asks for no more than to be named", () => {
  assert.equal(findForbidden(), []);
});

test.run();

/** Without what formatting changes: the widths of columns, the breaks of lines. */
function toComparable(text: string): unknown {
  if (text.startsWith("{")) return JSON.parse(text) as unknown;
  return text.replace(/ {2,}/g, " ").replace(/-{3,}/g, "---").split("\n");
}
