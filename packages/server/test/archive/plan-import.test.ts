// What becomes of a room that an archive is put into.

import * as assert from "uvu/assert";

import { suite } from "../../../../test-support/suite.ts";
import { planImport } from "../../src/archive/plan-import.ts";
import { toErased } from "../../src/rooms/erasure.ts";
import type { StoredMessage } from "../../src/rooms/room-store.ts";
import { storedMessage } from "../support/stored-message.ts";

const test = suite("planImport");

/** Messages with these ids, each behind the one before it. */
function chain(ids: readonly number[], prev = 0): StoredMessage[] {
  return ids.map((id, index) => storedMessage(id, ids[index - 1] ?? prev));
}

function idsOf(there: readonly StoredMessage[], archived: readonly StoredMessage[], limit = 100) {
  const plan = planImport(there, archived, limit);
  return plan.type === "write" ? plan.messages.map(({ id }) => id) : plan.type;
}

test("an empty room gets all that is archived, as it is", () => {
  const archived = chain([1, 2, 3]);
  const plan = planImport([], archived, 100);
  assert.equal(plan, { type: "write", messages: archived, added: 3 });
});

test("of more than a room may hold it gets the newest", () => {
  assert.equal(idsOf([], chain([1, 2, 3]), 2), [2, 3]);
  assert.equal(idsOf(chain([1, 2]), chain([1, 2, 3]), 2), [2, 3]);
});

test("what is there is not put in once more", () => {
  assert.is(idsOf(chain([1, 2, 3]), chain([1, 2, 3])), "nothing");
  assert.is(idsOf(chain([2, 3], 1), chain([1, 2, 3])), "nothing", "the oldest made room");
  assert.is(idsOf(chain([1, 2, 3, 4]), chain([1, 2, 3])), "nothing", "newer ones came");
  assert.is(idsOf(chain([4, 5], 3), chain([1, 2, 3])), "nothing", "all of it made room");
  assert.is(idsOf(chain([1]), []), "nothing");
});

test("what was written after an earlier archive is put behind it", () => {
  assert.equal(idsOf(chain([1, 2]), chain([1, 2, 3, 4])), [1, 2, 3, 4]);
  assert.equal(idsOf(chain([1, 2]), chain([2, 3], 1)), [1, 2, 3]);
  assert.equal(idsOf(chain([1, 2]), chain([3, 4], 2)), [1, 2, 3, 4]);
});

test("a text that was taken away on either side stays away", () => {
  const [first, second] = chain([1, 2]) as [StoredMessage, StoredMessage];
  const gone = toErased(first);
  assert.is(planImport([gone, second], [first, second], 100).type, "nothing");
  const plan = planImport([first, second], [gone, second], 100);
  assert.equal(plan, { type: "write", messages: [gone, second], added: 1 });
});

for (const [what, there, archived] of [
  ["newer messages that do not follow", chain([8, 9]), chain([1, 2])],
  ["older messages that lead nowhere", chain([1, 2]), chain([8, 9])],
  ["messages in between", chain([1, 3]), chain([1, 2, 4])],
  ["one that the archive lacks", chain([1, 2, 3]), chain([1, 3])],
  ["another text under the same id", [storedMessage(1, 0, "one")], [storedMessage(1, 0, "two")]],
  ["newer ones of its own where the archive goes on", chain([1, 2, 5]), chain([1, 2, 4])],
] as const) {
  test(`is refused by a room with ${what}`, () => {
    assert.is(idsOf(there, archived), "conflict");
  });
}

test.run();
