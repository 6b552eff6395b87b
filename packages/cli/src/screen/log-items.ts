// A room's log as items: rows that belong together, laid out one by one as they are asked for, and remembered.
// Knows nothing of what is in view.

import type { Entry, RoomSnapshot } from "@chat/client";

import { textWidth } from "../output/text-width.ts";
import { timeCells } from "../output/times.ts";
import { toDraftRows, toMessageRows, toModeratedRows, toNoticeRows } from "./log-rows.ts";
import type { Paint } from "./paint.ts";
import type { RowStyle } from "./row-head.ts";
import { toDayRow, toGapRow, toReadRow, toTopRow } from "./rules.ts";

/** Rows that belong together, and the entries they stand for. */
export interface LogItem {
  /** The key of its first entry; {@link DRAFT_KEY} for all drafts. */
  key: string;
  rows: readonly string[];
}

/** What the rows of a log look like, whatever their width. */
export interface LogLook {
  paint: Paint;
  /** The present name that this one could be taken for; another function where an answer has changed. */
  lookalike: RowStyle["lookalike"];
}

/** The key of every draft's item. */
export const DRAFT_KEY = "draft";
const NAME_WIDTH_MIN = 6;
const NAME_WIDTH_MAX = 16;
type Notice = Extract<Entry, { type: "joined" | "left" }>;

/** Lays out the log of one room. */
export class LogItems {
  readonly #username: string;
  #style: RowStyle | undefined;
  #timeCells = 0;
  #rows = new WeakMap<Entry, readonly string[]>();

  constructor(username: string) {
    this.#username = username;
  }

  /** From now on rows look like that. */
  restyle(look: LogLook, width: number): void {
    const style = this.#style;
    const same =
      style?.width === width &&
      style.paint === look.paint &&
      style.lookalike === look.lookalike &&
      this.#timeCells === timeCells();
    if (same) return;
    this.#timeCells = timeCells();
    const nameWidth = style?.width === width ? style.nameWidth : NAME_WIDTH_MIN;
    this.#style = { ...look, width, nameWidth, username: this.#username };
    this.#rows = new WeakMap();
  }

  /** Makes the name column as wide as the names near the end ask for. It never shrinks, so that nothing jitters. */
  fitNames(room: RoomSnapshot, height: number): void {
    const style = this.#laidOut;
    let wanted = textWidth(this.#username);
    for (const entry of room.entries.slice(-2 * height)) {
      if (entry.type === "message") wanted = Math.max(wanted, textWidth(entry.message.username));
    }
    const fits = Math.min(NAME_WIDTH_MAX, Math.floor(style.width / 5));
    const nameWidth = Math.max(style.nameWidth, Math.min(wanted, fits));
    if (nameWidth === style.nameWidth) return;
    this.#style = { ...style, nameWidth };
    this.#rows = new WeakMap();
  }

  /**
   * The items upwards from the entry at `start`, or from the drafts at the log's end.
   *
   * @param readTo the id of the last message that was read when one left: below it there is a line; 0 for no line
   */
  *up(room: RoomSnapshot, readTo: number, start?: number): Generator<LogItem> {
    const { entries, drafts } = room;
    const style = this.#laidOut;
    for (const draft of start === undefined ? drafts.toReversed() : []) {
      yield { key: DRAFT_KEY, rows: toDraftRows(draft, style) };
    }
    for (let index = start ?? entries.length - 1; index >= 0;) {
      const entry = entries[index];
      if (entry === undefined) break;
      const first = isNotice(entry) ? firstOfRun(entries, index) : index;
      const rows = isNotice(entry)
        ? toNoticeRows(entries.slice(first, index + 1).filter(isNotice), style)
        : this.#entryRows(entry, style);
      const above: string[] = [];
      const day = newDay(entries, first);
      if (day !== undefined) above.push(toDayRow(day, style));
      if (isFirstUnread(entries, index, readTo)) above.push(toReadRow(style));
      const key = entries[first]?.key ?? entry.key;
      yield { key, rows: above.length === 0 ? rows : [...above, ...rows] };
      index = first - 1;
    }
    const top = topWords(room);
    if (top !== undefined) yield { key: "top", rows: [toTopRow(top, style)] };
  }

  get #laidOut(): RowStyle {
    if (this.#style === undefined) throw new Error("the log has no width yet");
    return this.#style;
  }

  #entryRows(entry: Exclude<Entry, Notice>, style: RowStyle): readonly string[] {
    let rows = this.#rows.get(entry);
    if (rows === undefined) {
      rows = toEntryRows(entry, style);
      this.#rows.set(entry, rows);
    }
    return rows;
  }
}

function toEntryRows(entry: Exclude<Entry, Notice>, style: RowStyle): readonly string[] {
  if (entry.type === "message") return toMessageRows(entry, style);
  return entry.type === "moderated" ? toModeratedRows(entry, style) : [toGapRow(style)];
}

/** The last entry of the item that begins with the entry of this key; -1 where there is none. */
export function endOfItem(entries: readonly Entry[], key: string): number {
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

function isFirstUnread(entries: readonly Entry[], index: number, readTo: number): boolean {
  const entry = entries[index];
  if (readTo === 0 || entry?.type !== "message" || entry.message.id <= readTo) return false;
  for (let before = index - 1; before >= 0; before--) {
    const other = entries[before];
    if (other?.type === "message") return other.message.id <= readTo;
  }
  return true;
}

function topWords(room: RoomSnapshot): string | undefined {
  if (room.older === "loading") return "loading older messages";
  if (room.older !== "none" || room.entries.length === 0) return undefined;
  // The very first message names none before it: then nothing older was ever kept back.
  const first = room.entries.find((entry) => entry.type === "message");
  const whole = first === undefined || first.message.prev === 0;
  return whole ? "the history begins here" : "older messages are not kept";
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
