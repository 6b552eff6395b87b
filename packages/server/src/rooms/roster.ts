// A node's live copy of who is in one room, kept by announcements. Pure.

import { Looks } from "./looks.ts";
import type { PresenceAnnouncement, Roster } from "./room-store.ts";

/** Who came and who left between two rosters. */
export interface RosterChange {
  joined: string[];
  left: string[];
}

/** What a change of presence is to a copy. */
export type Change = "changed" | "same" | "hole";

/** The members of a room as this node has heard of them. It decides what is told: only what changes it is news. */
export class LiveRoster {
  #version: number;
  #born: number;
  #members: string[];
  #doubted = new Set<string>();
  #doubtedAt = 0;
  /** How the members look; made when first asked for. */
  #looks: Looks | undefined;

  constructor(roster: Roster) {
    this.#version = roster.version;
    this.#born = roster.born;
    this.#members = [...roster.members].sort(compareCodePoints);
  }

  /** The version of the newest change heard. */
  get version(): number {
    return this.#version;
  }

  /** The members in code point order. Changes with the roster: copy what is to be kept. */
  get members(): readonly string[] {
    return this.#members;
  }

  /** Takes a change in. `hole` where it does not follow on what was heard: the copy must be loaded anew. */
  apply(change: PresenceAnnouncement): Change {
    if (change.version <= this.#version) return "same";
    if (change.prev !== this.#version) return "hole";
    this.#version = change.version;
    // The first change of all: with it the store began to keep the roster.
    if (change.prev === 0) this.#born = change.version;
    this.#doubted.delete(change.username);
    const at = this.#find(change.username);
    const here = this.#members[at] === change.username;
    if (here === (change.type === "joined")) return "same";
    // Kept sorted by insertion: in a storm of joins, sorting anew for each would cost more than all else.
    if (here) {
      this.#members.splice(at, 1);
      this.#looks?.remove(change.username);
    } else {
      this.#members.splice(at, 0, change.username);
      this.#looks?.add(change.username);
    }
    return "changed";
  }

  /** Whether a member of another name looks like this one. */
  hasOtherLike(username: string): boolean {
    this.#looks ??= new Looks(this.#members, (name) => this.#members[this.#find(name)] === name);
    return this.#looks.hasOtherLike(username);
  }

  /**
   * Replaces the copy, and says what nobody here was told of. Names that a store forgot, all at once, have not left
   * for that: their nodes will enter them anew, and {@link settle} says who did not come back.
   */
  replace(roster: Roster, now: number): RosterChange {
    const before = new Set(this.#members);
    const after = new Set(roster.members);
    const missing = [...before].filter((name) => !after.has(name));
    const forgotten = this.#born !== 0 && roster.born !== this.#born;
    if (forgotten) {
      for (const name of missing) this.#doubted.add(name);
      this.#doubtedAt = now;
    }
    const left = missing.filter((name) => !this.#doubted.has(name));
    for (const name of this.#doubted) {
      if (roster.members.includes(name)) this.#doubted.delete(name);
    }
    this.#version = roster.version;
    this.#born = roster.born;
    this.#members = [...after, ...this.#doubted].sort(compareCodePoints);
    this.#looks = undefined;
    return { joined: this.#members.filter((name) => !before.has(name)), left };
  }

  /** Takes out who was doubted before `before` (ms since the epoch) and has not come back, and says who. */
  settle(before: number): string[] {
    if (this.#doubted.size === 0 || this.#doubtedAt > before) return [];
    const left = [...this.#doubted];
    this.#members = this.#members.filter((name) => !this.#doubted.has(name));
    this.#looks = undefined;
    this.#doubted.clear();
    return left;
  }

  #find(username: string): number {
    let low = 0;
    let high = this.#members.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (compareCodePoints(this.#members[middle] as string, username) < 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

/** Orders texts by code point. JavaScript's own order is by unit, which differs beyond U+FFFF. */
export function compareCodePoints(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) {
    const left = a.charCodeAt(i);
    const right = b.charCodeAt(i);
    if (left === right) continue;
    const leftPaired = left >= 0xd800 && left <= 0xdfff;
    const rightPaired = right >= 0xd800 && right <= 0xdfff;
    // A surrogate stands for a code point above every unit that is none.
    if (leftPaired !== rightPaired) return leftPaired ? 1 : -1;
    return left - right;
  }
  return a.length - b.length;
}
