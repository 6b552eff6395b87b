// What stands around the log: the title, the members, the rooms below.

import * as assert from "uvu/assert";

import type { RoomSnapshot } from "@chat/client";
import { suite } from "../../../../test-support/suite.ts";
import { textWidth } from "../../src/output/text-width.ts";
import { membersWidth, toMembersRows } from "../../src/screen/members-panel.ts";
import { createPaint } from "../../src/screen/paint.ts";
import { type RoomTab, toRoomTabs } from "../../src/screen/room-tabs.ts";
import { chooseTheme } from "../../src/screen/theme.ts";
import { toTitleBar } from "../../src/screen/title-bar.ts";

const test = suite("edges of the screen");
const paint = createPaint(chooseTheme("none", "unknown"), false);

function room(members: readonly string[], typing: readonly string[] = []): RoomSnapshot {
  return {
    ...{ room: "ops", status: "joined", entries: [], drafts: [], members, typing },
    ...{ lastId: 0, older: "none" },
  };
}

test("members have a panel from 100 columns on", () => {
  assert.is(membersWidth(room(["ada"]), 99), 0);
  assert.ok(membersWidth(room(["ada"]), 100) > 0);
  assert.ok(membersWidth(room(["a".repeat(32)]), 100) <= 26);
});

test("the panel marks who types and who looks like another, and counts who does not fit", () => {
  const look = {
    paint,
    lookalike: (name: string) => (name === "аda" ? "ada" : undefined),
  };
  const rows = toMembersRows(room(["ada", "аda", "bob", "eve", "mo"], ["bob"]), "ada", look, 16, 4);
  assert.equal(rows, ["│ ada", "│ аda ≈", "│ bob …", "│ and 2 more"]);
  assert.is(toMembersRows(room(["ada"]), "ada", look, 16, 4).length, 4);
});

test("no row of the panel is wider than the panel", () => {
  const look = { paint, lookalike: () => "x" };
  const rows = toMembersRows(
    room(["日本語の名前はとても長い", "b".repeat(32)]),
    "ada",
    look,
    16,
    4,
  );
  for (const row of rows) assert.ok(textWidth(row) <= 16, row);
});

test("the title has room, members and lag, as far as there is room for them", () => {
  const bar = (columns: number, lagMs?: number): string =>
    toTitleBar(room(["ada", "bob"]), { columns, lagMs, withoutNames: false, paint });
  assert.match(bar(60, 12), /^ #ops │ ada bob +2 here · lag 12 ms $/);
  assert.match(bar(60, 1_500), "lag 1.5 s");
  assert.not.match(bar(40, 12), "lag");
  for (const columns of [20, 25, 60, 200]) assert.is(textWidth(bar(columns, 12)), columns);
});

const tab = (name: string, rest: Partial<RoomTab> = {}): RoomTab => ({
  ...{ name, active: false, unread: 0, mentioned: false },
  ...rest,
});

test("rooms show what is unread, and mentions of oneself", () => {
  const tabs = [tab("ops", { active: true }), tab("rand", { unread: 6 })];
  const dev = tab("dev", { unread: 2_000, mentioned: true });
  assert.is(toRoomTabs([...tabs, dev], 80, paint), " 1 ops* 2 rand(6) 3 dev(999+)!");
});

test("rooms that do not fit are counted: first the quiet ones go, the one in view stays", () => {
  const tabs = [
    ...[
      tab("one"),
      tab("two", { unread: 1 }),
      tab("three"),
      tab("four", { mentioned: true, unread: 3 }),
    ],
    tab("five", { active: true }),
  ];
  assert.is(toRoomTabs(tabs, 32, paint), " 2 two(1) 4 four(3)! 5 five* +2");
  assert.is(toRoomTabs(tabs, 12, paint), " 5 five* +4");
});

test.run();
