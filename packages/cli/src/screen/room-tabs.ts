// The rooms in the status line: which one is in view, how much came to the others, and whether somebody named
// oneself there. Pure.

import { cleanForTerminal } from "@chat/protocol";

import { textWidth } from "../output/text-width.ts";
import type { Paint } from "./paint.ts";

/** A room in the status line. */
export interface RoomTab {
  name: string;
  /** In view. */
  active: boolean;
  unread: number;
  /** Somebody named oneself there. */
  mentioned: boolean;
}

const COUNT_MAX = 999;

/**
 * The rooms in at most `columns` cells: ` 1 ops* 2 rand(6) 3 dev(2)!`. Where they do not fit, quiet ones go first, then
 * those with unread messages; the one in view stays, and `+3` says how many are left out.
 */
export function toRoomTabs(tabs: readonly RoomTab[], columns: number, paint: Paint): string {
  const words = tabs.map(toWords);
  const byWorth = tabs
    .map((tab, index) => ({ index, worth: worthOf(tab) }))
    .toSorted((one, other) => other.worth - one.worth || one.index - other.index);
  const cells = words.reduce((sum, word) => sum + textWidth(word), 0);
  const shown = new Set<number>();
  let used = 0;
  const reserve = cells > columns ? ` +${tabs.length}`.length : 0;
  for (const { index } of byWorth) {
    const width = textWidth(words[index] ?? "");
    if (shown.size > 0 && used + width > columns - reserve) break;
    shown.add(index);
    used += width;
  }
  const left = tabs.length - shown.size;
  const painted = tabs.flatMap((tab, index) => {
    return shown.has(index) ? [toDressed(tab, words[index] ?? "", paint)] : [];
  });
  return painted.join("") + (left === 0 ? "" : paint.muted(` +${left}`));
}

function toWords(tab: RoomTab, index: number): string {
  const count =
    tab.unread === 0 ? "" : `(${tab.unread > COUNT_MAX ? `${COUNT_MAX}+` : tab.unread})`;
  const sign = tab.active ? "*" : tab.mentioned ? "!" : "";
  return ` ${index + 1} ${cleanForTerminal(tab.name)}${tab.active ? "" : count}${sign}`;
}

function worthOf({ active, mentioned, unread }: RoomTab): number {
  if (active) return 3;
  if (mentioned) return 2;
  return unread > 0 ? 1 : 0;
}

function toDressed(tab: RoomTab, words: string, paint: Paint): string {
  if (tab.active) return paint.bold(words);
  if (tab.mentioned) return paint.alert(paint.bold(words));
  return tab.unread > 0 ? words : paint.muted(words);
}
