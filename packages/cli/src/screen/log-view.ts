// Which part of a room's log is in view: its end, or what stood there when somebody scrolled back. The view never
// moves while one reads. Also where one left off reading. Knows no terminal.

import type { Entry, RoomSnapshot } from "@chat/client";

import { DRAFT_KEY, endOfItem, LogItems, type LogItem, type LogLook } from "./log-items.ts";

/** Where the view is held: so many rows of that item, counted from its end, are below the view's last row. */
interface Anchor {
  key: string;
  below: number;
}

/** What is in view. */
export interface LogWindow {
  /** As many as were asked for, blank ones on top where the log is short. */
  rows: string[];
  /** Cells of a row. */
  width: number;
  /** Whether the log's end is in view, and stays in view. */
  live: boolean;
  /** How many messages came since the view was scrolled back. */
  newer: number;
  /** Whether the first row of the log is in view: older messages may be wanted. */
  atTop: boolean;
}

/** Rows of context above a message that is brought into view. */
const CONTEXT = 2;

/** The view of one room's log. */
export class LogView {
  readonly #items: LogItems;
  /** The rows there are while one is scrolled back. */
  #height = 0;
  #anchor: Anchor | undefined;
  #newer = new NewerCount();
  /** The newest message when one last looked away, and what the line of where one left off stands below; 0 for none. */
  #leftAt = 0;
  #readTo = 0;

  constructor(username: string) {
    this.#items = new LogItems(username);
  }

  /** Whether the log's end is in view. */
  get live(): boolean {
    return this.#anchor === undefined;
  }

  /** Brings the log's end into view, and keeps it there. */
  toEnd(): void {
    this.#anchor = undefined;
  }

  /**
   * Somebody looks at the log again: what came since {@link leave} is below a line that stays until the next time.
   *
   * @param lastId the newest message of the room
   */
  enter(lastId: number): void {
    this.#readTo = this.#leftAt > 0 && lastId > this.#leftAt ? this.#leftAt : 0;
  }

  /** Nobody looks at the log any more. @param lastId the newest message of the room, all that was read */
  leave(lastId: number): void {
    this.#leftAt = lastId;
  }

  /** The first message below the line of where one left off, where there is such a line. */
  firstUnread(room: RoomSnapshot): Entry | undefined {
    if (this.#readTo === 0) return undefined;
    return room.entries.find(
      (entry) => entry.type === "message" && entry.message.id > this.#readTo,
    );
  }

  /** Moves the view by rows: up is negative. Does nothing before anything was in view. */
  scroll(room: RoomSnapshot, rows: number): void {
    const height = this.#height;
    if (height === 0) return;
    if (this.#anchor === undefined) {
      if (rows >= 0) return;
      this.#newer.begin(room.lastId);
    }
    const items: LogItem[] = [];
    let total = 0;
    let target = this.#anchor === undefined ? -rows : undefined;
    for (const item of this.#items.up(room, this.#readTo)) {
      if (target === undefined && item.key === this.#anchor?.key) {
        target = Math.max(0, total + this.#anchor.below - rows);
      }
      items.push(item);
      total += item.rows.length;
      if (target !== undefined && total >= target + height) break;
    }
    this.#hold(items, Math.min(target ?? 0, total - height));
  }

  /** Brings the item of an entry into view, with a little of what stands above it. Does nothing where it is not here. */
  reveal(room: RoomSnapshot, key: string): void {
    if (this.#height === 0) return;
    const items: LogItem[] = [];
    let total = 0;
    for (const item of this.#items.up(room, this.#readTo)) {
      items.push(item);
      total += item.rows.length;
      if (item.key !== key) continue;
      if (this.#anchor === undefined) this.#newer.begin(room.lastId);
      return this.#hold(items, total + CONTEXT - this.#height);
    }
  }

  /**
   * What is in view, in rows of `width` cells: `rows` of them where the log's end is in view, and `rowsBack` where one
   * is scrolled back and has to leave room for something else.
   */
  look(
    room: RoomSnapshot,
    look: LogLook,
    width: number,
    rows: number,
    rowsBack: number = rows,
  ): LogWindow {
    this.#items.restyle(look, width);
    this.#items.fitNames(room, rows);
    this.#height = rowsBack;
    const height = this.live ? rows : rowsBack;
    const start =
      this.#anchor === undefined ? undefined : endOfItem(room.entries, this.#anchor.key);
    // What the view was held at is gone: it was the oldest that was kept.
    if (start === -1) return this.#lookAtTop(room, width, height);
    const below = this.#anchor?.below ?? 0;
    const { rows: found, whole } = this.#rowsUp(room, height + below, start);
    const shown = lastRows(found.slice(0, Math.max(1, found.length - below)), height);
    return this.#toWindow(room, shown, width, height, whole && found.length - below <= height);
  }

  /** The last rows of the log, as they are now, wherever the view is. */
  end(room: RoomSnapshot, height: number): string[] {
    const rows = lastRows(this.#rowsUp(room, height).rows, height);
    return [...Array.from({ length: height - rows.length }, () => ""), ...rows];
  }

  /** At least so many rows, from the end or from an entry upwards, and whether these are all there are. */
  #rowsUp(room: RoomSnapshot, count: number, start?: number): { rows: string[]; whole: boolean } {
    const items: LogItem[] = [];
    let have = 0;
    for (const item of this.#items.up(room, this.#readTo, start)) {
      items.push(item);
      have += item.rows.length;
      if (have > count) break;
    }
    return { rows: items.reverse().flatMap((item) => item.rows), whole: have <= count };
  }

  #lookAtTop(room: RoomSnapshot, width: number, height: number): LogWindow {
    const items = [...this.#items.up(room, this.#readTo)];
    const total = items.reduce((sum, item) => sum + item.rows.length, 0);
    this.#anchor = total > height ? toAnchor(items, total - height) : undefined;
    const rows = items
      .toReversed()
      .flatMap((item) => item.rows)
      .slice(0, height);
    return this.#toWindow(room, rows, width, height, true);
  }

  #hold(items: readonly LogItem[], below: number): void {
    this.#anchor = below <= 0 ? undefined : toAnchor(items, below);
  }

  #toWindow(
    room: RoomSnapshot,
    shown: readonly string[],
    width: number,
    height: number,
    atTop: boolean,
  ): LogWindow {
    const blank = Array.from({ length: Math.max(0, height - shown.length) }, () => "");
    const newer = this.live ? 0 : this.#newer.count(room.entries);
    return { rows: [...blank, ...shown], width, live: this.live, newer, atTop };
  }
}

/** How many messages came since some moment; also of those that are no longer kept. */
class NewerCount {
  #seen = 0;
  #count = 0;

  /** @param lastId the newest message now */
  begin(lastId: number): void {
    this.#seen = lastId;
    this.#count = 0;
  }

  /** Counts on. Looks only at what came since the last time. */
  count(entries: readonly Entry[]): number {
    let newest = this.#seen;
    for (let index = entries.length - 1; index >= 0; index--) {
      const entry = entries[index];
      if (entry?.type !== "message") continue;
      if (entry.message.id <= this.#seen) break;
      newest = Math.max(newest, entry.message.id);
      this.#count += 1;
    }
    this.#seen = newest;
    return this.#count;
  }
}

/** The last rows; on the smallest screens a panel leaves none. */
function lastRows(rows: readonly string[], height: number): string[] {
  return rows.slice(Math.max(0, rows.length - height));
}

/** Where so many rows are below the view, of items from the log's end upwards. Drafts come and go: they hold nothing. */
function toAnchor(items: readonly LogItem[], rowsBelow: number): Anchor | undefined {
  let below = rowsBelow;
  for (const item of items) {
    if (item.key !== DRAFT_KEY && below < item.rows.length)
      return { key: item.key, below: Math.max(0, below) };
    below -= item.rows.length;
  }
  return undefined;
}
