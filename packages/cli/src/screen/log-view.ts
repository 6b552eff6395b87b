// Which part of a room's log is in view: its end, or what stood there when somebody scrolled back. The view never
// moves while one reads. Lays out only what it shows, and remembers the rows of entries. Knows no terminal.

import type { Entry, RoomSnapshot } from "@chat/client";

import { textWidth } from "../output/text-width.ts";
import {
  toDayRow,
  toDraftRows,
  toGapRows,
  toMessageRows,
  toNoticeRows,
  toRule,
  type RowStyle,
} from "./log-rows.ts";

/** Where the view is held: so many rows of that item, counted from its end, are below the view's last row. */
interface Anchor {
  key: string;
  below: number;
}

/** Rows that belong together and the entries they stand for. */
interface Item {
  key: string;
  rows: readonly string[];
}

/** What is in view. */
export interface LogWindow {
  /** As many as were asked for, blank ones on top where the log is short. */
  rows: string[];
  /** Whether the log's end is in view, and stays in view. */
  live: boolean;
  /** How many messages came since the view was scrolled back. */
  newer: number;
  /** Whether the first row of the log is in view: older messages may be wanted. */
  atTop: boolean;
}

/** The key of every draft's item. */
const DRAFT = "draft";
const NAME_WIDTH_MIN = 6;
const NAME_WIDTH_MAX = 16;
type Notice = Extract<Entry, { type: "joined" | "left" }>;

/** The view of one room's log. */
export class LogView {
  readonly #username: string;
  #anchor: Anchor | undefined;
  /** The newest message when the view was scrolled back. */
  #lastIdSeen = 0;
  #style: RowStyle = { width: 0, nameWidth: NAME_WIDTH_MIN, username: "" };
  #rows = new WeakMap<Entry, readonly string[]>();

  constructor(username: string) {
    this.#username = username;
  }

  /** Whether the log's end is in view. */
  get live(): boolean {
    return this.#anchor === undefined;
  }

  /** Brings the log's end into view, and keeps it there. */
  toEnd(): void {
    this.#anchor = undefined;
  }

  /** Moves the view by rows: up is negative. */
  scroll(room: RoomSnapshot, rows: number, width: number, height: number): void {
    this.#restyle(width);
    if (this.#anchor === undefined) {
      if (rows >= 0) return;
      this.#lastIdSeen = room.lastId;
    }
    const items: Item[] = [];
    let total = 0;
    let target = this.#anchor === undefined ? -rows : undefined;
    for (const item of this.#itemsUp(room)) {
      if (target === undefined && item.key === this.#anchor?.key) {
        target = Math.max(0, total + this.#anchor.below - rows);
      }
      items.push(item);
      total += item.rows.length;
      if (target !== undefined && total >= target + height) break;
    }
    const below = Math.min(target ?? 0, total - height);
    this.#anchor = below <= 0 ? undefined : toAnchor(items, below);
  }

  /** What is in view, in `height` rows of `width` cells. */
  look(room: RoomSnapshot, width: number, height: number): LogWindow {
    this.#restyle(width);
    this.#fitNames(room, height);
    const start =
      this.#anchor === undefined ? undefined : endOfItem(room.entries, this.#anchor.key);
    // What the view was held at is gone: it was the oldest that was kept.
    if (start === -1) return this.#lookAtTop(room, height);
    const items: Item[] = [];
    const below = this.#anchor?.below ?? 0;
    let have = -below;
    for (const item of this.#itemsUp(room, start)) {
      items.push(item);
      have += item.rows.length;
      if (have > height) break;
    }
    const rows = items.reverse().flatMap((item) => item.rows);
    const shown = rows.slice(0, Math.max(1, rows.length - below)).slice(-height);
    return this.#toWindow(room, shown, height, have <= height);
  }

  #lookAtTop(room: RoomSnapshot, height: number): LogWindow {
    const items = [...this.#itemsUp(room)];
    const total = items.reduce((sum, item) => sum + item.rows.length, 0);
    this.#anchor = total > height ? toAnchor(items, total - height) : undefined;
    const rows = items
      .toReversed()
      .flatMap((item) => item.rows)
      .slice(0, height);
    return this.#toWindow(room, rows, height, true);
  }

  #toWindow(room: RoomSnapshot, shown: string[], height: number, atTop: boolean): LogWindow {
    const blank = Array.from({ length: Math.max(0, height - shown.length) }, () => "");
    return {
      rows: [...blank, ...shown],
      live: this.live,
      newer: this.live ? 0 : countNewer(room.entries, this.#lastIdSeen),
      atTop,
    };
  }

  /**
   * The log's items upwards from the entry at `start`, or from the drafts at its end; laid out one by one as they
   * are asked for.
   */
  *#itemsUp(room: RoomSnapshot, start?: number): Generator<Item> {
    const { entries, drafts } = room;
    for (const draft of start === undefined ? drafts.toReversed() : []) {
      yield { key: DRAFT, rows: toDraftRows(draft, this.#style) };
    }
    for (let index = start ?? entries.length - 1; index >= 0;) {
      const entry = entries[index];
      if (entry === undefined) break;
      const first = isNotice(entry) ? firstOfRun(entries, index) : index;
      const head = entries[first] ?? entry;
      const rows = isNotice(entry)
        ? toNoticeRows(entries.slice(first, index + 1).filter(isNotice), this.#style)
        : this.#entryRows(entry);
      const day = newDay(entries, first);
      yield {
        key: head.key,
        rows: day === undefined ? rows : [toDayRow(day, this.#style.width), ...rows],
      };
      index = first - 1;
    }
    const top = topRow(room, this.#style.width);
    if (top !== undefined) yield { key: "top", rows: [top] };
  }

  #entryRows(entry: Exclude<Entry, Notice>): readonly string[] {
    let rows = this.#rows.get(entry);
    if (rows === undefined) {
      rows = entry.type === "message" ? toMessageRows(entry, this.#style) : toGapRows(this.#style);
      this.#rows.set(entry, rows);
    }
    return rows;
  }

  #restyle(width: number): void {
    if (width === this.#style.width) return;
    this.#style = { width, nameWidth: NAME_WIDTH_MIN, username: this.#username };
    this.#rows = new WeakMap();
  }

  /** Makes the name column as wide as the names near the end ask for. It never shrinks, so that nothing jitters. */
  #fitNames(room: RoomSnapshot, height: number): void {
    let wanted = textWidth(this.#username);
    for (const entry of room.entries.slice(-2 * height)) {
      if (entry.type === "message") wanted = Math.max(wanted, textWidth(entry.message.username));
    }
    const fits = Math.min(NAME_WIDTH_MAX, Math.floor(this.#style.width / 5));
    const nameWidth = Math.max(this.#style.nameWidth, Math.min(wanted, fits));
    if (nameWidth === this.#style.nameWidth) return;
    this.#style = { ...this.#style, nameWidth };
    this.#rows = new WeakMap();
  }
}

/** Where so many rows are below the view, of items from the log's end upwards. Drafts come and go: they hold nothing. */
function toAnchor(items: readonly Item[], rowsBelow: number): Anchor | undefined {
  let below = rowsBelow;
  for (const item of items) {
    if (item.key !== DRAFT && below < item.rows.length)
      return { key: item.key, below: Math.max(0, below) };
    below -= item.rows.length;
  }
  return undefined;
}

/** The last entry of the item that begins with the entry of this key; -1 where there is none. */
function endOfItem(entries: readonly Entry[], key: string): number {
  let index = entries.length - 1;
  while (index >= 0 && entries[index]?.key !== key) index -= 1;
  if (index < 0) return -1;
  for (let next = index + 1; next < entries.length; next++) {
    const [entry, before] = [entries[next], entries[next - 1]];
    const goesOn = entry && before && isNotice(entry) && isNotice(before);
    if (!goesOn || newDay(entries, next) !== undefined) break;
    index = next;
  }
  return index;
}

function topRow(room: RoomSnapshot, width: number): string | undefined {
  if (room.older === "loading") return toRule("loading older messages", width);
  if (room.older !== "none" || room.entries.length === 0) return undefined;
  // The very first message names none before it: then nothing older was ever kept back.
  const first = room.entries.find((entry) => entry.type === "message");
  const whole = first === undefined || first.message.prev === 0;
  return toRule(whole ? "the history begins here" : "older messages are not kept", width);
}

function countNewer(entries: readonly Entry[], lastId: number): number {
  let count = 0;
  for (let index = entries.length - 1; index >= 0; index--) {
    const entry = entries[index];
    if (entry?.type !== "message") continue;
    if (entry.message.id <= lastId) break;
    count += 1;
  }
  return count;
}

function isNotice(entry: Entry): entry is Notice {
  return entry.type === "joined" || entry.type === "left";
}

/** The first of the notices that follow each other up to `index`, on one day. */
function firstOfRun(entries: readonly Entry[], index: number): number {
  let first = index;
  while (first > 0 && newDay(entries, first) === undefined) {
    const before = entries[first - 1];
    if (before === undefined || !isNotice(before)) break;
    first -= 1;
  }
  return first;
}

/** The day that begins with this entry, undefined where it is that of the entry before. */
function newDay(entries: readonly Entry[], index: number): Date | undefined {
  const day = dayOf(entries[index]);
  if (day === undefined) return undefined;
  for (let before = index - 1; before >= 0; before--) {
    const other = dayOf(entries[before]);
    if (other === undefined) continue;
    return other.toDateString() === day.toDateString() ? undefined : day;
  }
  return day;
}

function dayOf(entry: Entry | undefined): Date | undefined {
  if (entry === undefined || entry.type === "gap") return undefined;
  return new Date(entry.type === "message" ? entry.message.timestamp : entry.timestamp);
}
