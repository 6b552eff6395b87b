// How long what operators set is kept on disk, by a clock of the test.

import * as assert from "uvu/assert";

import { suite } from "../../../../../test-support/suite.ts";
import { RULES_KEEP_MS } from "../../../src/rooms/room-rules.ts";
import { openTables } from "../../../src/stores/embedded/database.ts";
import { RuleTable } from "../../../src/stores/embedded/rule-table.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";

const test = suite("RuleTable");
const DAY_MS = 86_400_000;

function open() {
  const clock = { now: 1_700_000_000_000 };
  const tables = openTables(temporaryFolder());
  const rules = new RuleTable(tables, () => clock.now);
  const set = (name: string, value: string, keepMs = RULES_KEEP_MS) =>
    tables.root.transactionSync(() => {
      rules.apply("ops", { json: "{}", changes: [[name, value]], keepMs });
    });
  return { clock, tables, rules, set };
}

test("rules are forgotten when their time is over, the revision with them", async () => {
  const { clock, tables, rules, set } = open();
  set("topic", "T");
  clock.now += RULES_KEEP_MS - 1;
  assert.is(rules.get("ops", "topic"), "T");
  clock.now += 1;
  assert.equal(rules.read("ops"), { revision: 0, rules: new Map() });
  tables.root.transactionSync(() => rules.sweep());
  assert.is([...tables.rules.getRange()].length, 0);
  await tables.root.close();
});

test("use renews them, and is asked for that at most once a day", async () => {
  const { clock, tables, rules, set } = open();
  set("topic", "T");
  assert.not.ok(rules.isAging("ops"));
  clock.now += DAY_MS + 1;
  assert.ok(rules.isAging("ops"));
  tables.root.transactionSync(() => rules.renew("ops"));
  assert.not.ok(rules.isAging("ops"));
  clock.now += RULES_KEEP_MS - 1;
  assert.is(rules.get("ops", "topic"), "T");
  await tables.root.close();
});

test("a later measure never shortens what an earlier one keeps", async () => {
  const { clock, tables, rules, set } = open();
  set("ban:eve", "{}", 365 * DAY_MS);
  set("topic", "T");
  tables.root.transactionSync(() => rules.renew("ops"));
  clock.now += 365 * DAY_MS - 1;
  assert.is(rules.get("ops", "ban:eve"), "{}");
  await tables.root.close();
});

test.run();
