// The log of one room: its messages by ascending id, each once, the notices between them, and a gap wherever something
// is missing. Pure: knows no socket and no time; who repairs a hole and how lives elsewhere.

import type { Message, RoomHistory } from "@chat/protocol";

import { toDeleted } from "./deleted-message.ts";
import type { Entry, GapEntry, JoinedEntry, LeftEntry, ModeratedEntry } from "./types.ts";

/** A notice before the log has given it a key. */
export type Notice =
  | Omit<JoinedEntry, "key">
  | Omit<LeftEntry, "key">
  | Omit<ModeratedEntry, "key">;

/** What waits behind a hole. `order` is the id of a message, or for a notice that of the newest message it follows. */
interface Held {
  order: number;
  entry: Entry;
}

/** How many entries wait behind a hole at most; more of them and the hole is given up. */
const HELD_MAX = 5_000;

/**
 * The log of one room. Each method that takes something in returns the entries that this brought to the log's end,
 * in order: over the log's life every message at most once, by ascending id.
 *
 * How a message `m` follows the last id `L` (ids only grow; `prev` is what stood before `m` in the server's history):
 * - `m.prev` is `L`: at once
 * - `m.prev` above `L`: something is missing that the server may still have: a hole, `m` is held back
 * - `m.prev` below `L`, not 0: the server lost what we have, but nothing of its history is between: at once
 * - `m.prev` is 0, `L` is not: the history was flushed or has expired; what was between nobody knows: a gap, then `m`
 */
export class RoomLog {
  #entries: Entry[] = [];
  #view: readonly Entry[] | undefined = [];
  #held: Held[] = [];
  #fresh: Entry[] = [];
  #openGap: GapEntry | undefined;
  #keep: number;
  #lastId = 0;
  #started = false;
  #cut = false;
  #notices = 0;

  /** @param keep how many entries stay in memory; the oldest go first. Pages put in front come on top of it */
  constructor(keep: number) {
    this.#keep = keep;
  }

  /** The id of the newest message up to which the log is whole or marked, 0 where there is none. */
  get lastId(): number {
    return this.#lastId;
  }

  /** Whether it is known where the log begins: from then on it can be resumed after `lastId`. */
  get started(): boolean {
    return this.#started;
  }

  /** Whether something is held back because a message between is missing. */
  get hole(): boolean {
    return this.#started && this.#held.length > 0;
  }

  /** Whether entries at the beginning were let go to keep the log within its bound. */
  get cut(): boolean {
    return this.#cut;
  }

  /** The entries, oldest first. The same array until something changes. */
  get entries(): readonly Entry[] {
    return (this.#view ??= this.#entries.slice(-this.#keep));
  }

  /** Begins behind a message that is known from elsewhere. */
  resumeAfter(id: number): void {
    this.#started = true;
    this.#lastId = id;
  }

  /**
   * Begins with the newest messages of a room; what arrived before them is put in its place.
   *
   * @param show how many of them to show, newest; the others only tell where the log begins
   */
  begin({ messages }: RoomHistory, show: number): Entry[] {
    this.#started = true;
    const shown = messages.slice(Math.max(0, messages.length - show));
    const beginning = messages[messages.length - shown.length - 1]?.id ?? shown[0]?.prev ?? 0;
    this.#lastId = beginning;
    for (const message of shown) this.#appendChecked(message);
    return this.#release();
  }

  /** Goes on with the newest part of what is behind `lastId`, as the server sends it on coming back. */
  resume({ messages, complete }: RoomHistory): Entry[] {
    const newer = messages.filter(({ id }) => id > this.#lastId);
    const [first] = newer;
    // Where the log went on since this was asked for, `complete` says nothing about it, but `prev` does.
    if (!first || first === messages[0]) {
      // Not whole, and nothing between: the history that held our last message is gone.
      const lost = !complete && this.#lastId > 0 && (!first || first.prev <= this.#lastId);
      if (lost) this.#markGap();
      if (first && (complete || lost)) this.#append(first);
    }
    for (const message of newer) this.#hold(message.id, toEntry(message));
    return this.#release();
  }

  /** Takes in a live message. */
  receive(message: Message): Entry[] {
    if (message.id > this.#lastId) this.#hold(message.id, toEntry(message));
    return this.#release();
  }

  /** Takes in that somebody came or left. */
  addNotice(notice: Notice): Entry[] {
    const entry: Entry = { ...notice, key: `n${++this.#notices}` };
    if (this.#held.length === 0) {
      this.#push(entry);
      return this.#take();
    }
    this.#hold(this.#held.at(-1)?.order ?? this.#lastId, entry);
    return this.#release();
  }

  /**
   * Fills a hole with the oldest messages behind `after`, as the server has them. What is missing inside such a page
   * is missing for good. A page that brings nothing returns nothing.
   */
  fill(after: number, { messages, complete }: RoomHistory): Entry[] {
    // Where the log went on since this was asked for, `complete` says nothing about it, but `prev` does.
    const sure = complete && after === this.#lastId;
    for (const message of messages) {
      if (message.id <= this.#lastId) continue;
      if (sure && message === messages[0]) this.#append(message);
      else this.#appendChecked(message);
    }
    return this.#release();
  }

  /** Gives up on the first hole: a gap marks it, and what was held behind it follows. */
  giveUp(): Entry[] {
    this.#skip();
    return this.#release();
  }

  /** Puts a page of older messages in front. */
  prepend(messages: readonly Message[]): void {
    this.#entries = this.#entries.slice(-this.#keep);
    const first = this.#entries.find((entry) => entry.type === "message");
    const bound = first?.message.id ?? this.#lastId + 1;
    const older = messages.filter(({ id }) => id < bound);
    const page: Entry[] = [];
    let last = older[0]?.prev ?? 0;
    for (const message of older) {
      if (message.prev > last) page.push(toGap(last, message.id));
      page.push(toEntry(message));
      last = message.id;
    }
    const joint = older.length > 0 && first !== undefined && first.message.prev > last;
    if (joint && this.#entries[0]?.type !== "gap") page.push(toGap(last, first.message.id));
    this.#entries = [...page, ...this.#entries];
    this.#keep = Math.max(this.#keep, this.#entries.length);
    this.#cut = false;
    this.#view = undefined;
  }

  /** Takes the text of a message away, where the log has it or holds it back. */
  erase(id: number): void {
    const strike = (entry: Entry): Entry =>
      entry.type === "message" && entry.message.id === id
        ? toEntry(toDeleted(entry.message))
        : entry;
    this.#entries = this.#entries.map(strike);
    this.#held = this.#held.map(({ order, entry }) => ({ order, entry: strike(entry) }));
    this.#view = undefined;
  }

  #appendChecked(message: Message): void {
    if (message.prev > this.#lastId || (message.prev === 0 && this.#lastId > 0)) this.#markGap();
    this.#append(message);
  }

  #append(message: Message): void {
    const gap = this.#openGap;
    if (gap) {
      this.#openGap = undefined;
      for (const list of [this.#entries, this.#fresh]) {
        const at = list.lastIndexOf(gap);
        if (at >= 0) list[at] = { ...gap, before: message.id };
      }
    }
    this.#push(toEntry(message));
    this.#lastId = message.id;
  }

  #markGap(): void {
    if (!this.#openGap) this.#push((this.#openGap = toGap(this.#lastId)));
  }

  #push(entry: Entry): void {
    this.#entries.push(entry);
    this.#fresh.push(entry);
    this.#view = undefined;
    const { length } = this.#entries;
    if (length > this.#keep) this.#cut = true;
    // Letting go of many at once keeps the cost of one append constant.
    if (length > this.#keep + Math.max(100, this.#keep / 4))
      this.#entries.splice(0, length - this.#keep);
  }

  #hold(order: number, entry: Entry): void {
    // Nothing can be given up before the beginning is known; what falls out here is a hole later, and is fetched.
    if (!this.#started && this.#held.length >= HELD_MAX) this.#held.shift();
    let at = this.#held.length;
    while (at > 0 && (this.#held[at - 1]?.order ?? 0) > order) at--;
    this.#held.splice(at, 0, { order, entry });
  }

  /** Appends what is held as far as it follows, and takes what is new. */
  #release(): Entry[] {
    if (!this.#started) return [];
    for (;;) {
      const blocked = this.#held.findIndex(({ entry }) => !this.#releaseOne(entry));
      this.#held.splice(0, blocked < 0 ? Infinity : blocked);
      if (this.#held.length <= HELD_MAX) return this.#take();
      this.#skip();
    }
  }

  /** Appends what is held first, which is behind a hole: all before it was released. */
  #skip(): void {
    const next = this.#held[0]?.entry;
    if (next?.type !== "message") return;
    this.#markGap();
    this.#append(next.message);
  }

  /** Appends an entry that was held. Returns whether it follows. */
  #releaseOne(entry: Entry): boolean {
    if (entry.type !== "message") this.#push(entry);
    else if (entry.message.id > this.#lastId) {
      if (entry.message.prev > this.#lastId) return false;
      this.#appendChecked(entry.message);
    }
    return true;
  }

  #take(): Entry[] {
    const fresh = this.#fresh;
    this.#fresh = [];
    return fresh;
  }
}

function toEntry(message: Message): Entry {
  return { type: "message", key: `m${message.id}`, message };
}

function toGap(after: number, before?: number): GapEntry {
  return { type: "gap", key: `g${after}`, after, ...(before && { before }) };
}
