// Names that could be taken for another.

import * as assert from "uvu/assert";

import { suite } from "../../../../test-support/suite.ts";
import { hostileNames } from "../../../protocol/test/hostile-text/hostile-text.ts";
import { Lookalikes } from "../../src/screen/lookalikes.ts";

const test = suite("look-alike names");

async function among(
  members: readonly string[],
  own = "me",
): Promise<(name: string) => string | undefined> {
  let lookalikes: Lookalikes | undefined;
  await new Promise<void>((resolve) => {
    lookalikes = new Lookalikes(own, resolve);
    lookalikes.among(members);
  });
  return lookalikes?.among(members) ?? (() => undefined);
}

test("each name of the corpus that looks like a present one is found out", async () => {
  for (const { name, why, looksLike } of hostileNames) {
    if (looksLike === undefined) continue;
    const lookalike = await among([looksLike, name]);
    assert.is(lookalike(name), looksLike, why);
  }
});

test("of two alike the one in plain letters is not in doubt; where both are, both are", async () => {
  const lookalike = await among(["ada", "аda", "alice", "a1ice", "bob"]);
  assert.is(lookalike("ada"), undefined);
  assert.is(lookalike("alice"), "a1ice");
  assert.is(lookalike("a1ice"), "alice");
  assert.is(lookalike("bob"), undefined);
});

test("names that differ in case alone are in doubt, both", async () => {
  const lookalike = await among(["ada", "Ada", "bob"]);
  assert.is(lookalike("Ada"), "ada");
  assert.is(lookalike("ada"), "Ada");
  assert.is(lookalike("bob"), undefined);
});

test("one's own name is never in doubt, and guarded where nobody else has it", async () => {
  const lookalike = await among(["ada", "аda"], "ada");
  assert.is(lookalike("ada"), undefined);
  assert.is(lookalike("аda"), "ada");
});

test("somebody who is not here any more is found out too, by those who are", async () => {
  const lookalike = await among(["ada", "bob"]);
  assert.is(lookalike("аda"), "ada");
});

test("ordinary names in any script are not in doubt", async () => {
  const names = ["ada", "Eva", "zoë", "jürgen", "иван", "мария", "日本", "محمد", "ada2", "ada_"];
  const lookalike = await among(names);
  for (const name of names) assert.is(lookalike(name), undefined, name);
});

test("the answer is the same function until somebody comes or goes", async () => {
  const members = ["ada", "bob"];
  let known: Lookalikes | undefined;
  await new Promise<void>((resolve) => {
    known = new Lookalikes("me", resolve);
    known.among(members);
  });
  assert.is(known?.among(members), known?.among(members));
  assert.is.not(known?.among(members), known?.among([...members, "eve"]));
});

test.run();
