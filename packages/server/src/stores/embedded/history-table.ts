// The rules of a room's history on LMDB: ids, prev, limit, expiry and nonces. What is added is in the journal when its
// transaction ends, and in the room's own chunks some seconds later, with what else came for that room. Synchronous; whoever
// calls a writing method does it inside {@link HistoryTable.transact}.

import type { RoomSummary } from "@chat/protocol";

import { isErased, toErased } from "../../rooms/erasure.ts";
import type { Appended, Draft, StoredMessage } from "../../rooms/room-store.ts";
import type { Retention } from "../../rooms/tail.ts";
import type { RoomRecord, Tables } from "./database.ts";
import type { SpaceUse } from "./disk-space.ts";
import { HistoryChunks, toStored } from "./history-chunks.ts";
import { Journal, toNonceKey } from "./journal.ts";

/** The most rooms that one sweep forgets, so that it never holds up messages for long. */
const SWEEP_MAX = 2_000;
/** How long what was added to a room waits for more before it is put into the room's chunks, in milliseconds. */
const SETTLE_AFTER_MS = 10_000;
/** How many rooms a transaction settles, besides what else it does. */
const SETTLE_MAX = 16;
/** How many messages of one room wait at most. */
const WAITING_MAX = 1_000;
const HIGH = "high";

/** A room while a transaction adds to it. */
interface OpenRoom {
  /** The id of the newest message there ever was. */
  lastId: number;
  /** Whether there is no message. */
  isEmpty: boolean;
  added: StoredMessage[];
  /** When the newest was stored, in milliseconds since the epoch. */
  newestAt: number;
}

/** What the journal has of a room, and its chunks have not. */
interface Waiting {
  /** At least one. Where there are more than the history keeps, the newest. */
  added: StoredMessage[];
  /** When the newest was stored, in milliseconds since the epoch. */
  newestAt: number;
  /** The journal's record of the first. */
  record: number;
}

/** The histories of all rooms. */
export class HistoryTable {
  readonly #tables: Tables;
  readonly #chunks: HistoryChunks;
  readonly #journal: Journal;
  readonly #retention: Retention;
  readonly #now: () => number;
  /** The rooms that the transaction under way has added to. */
  readonly #open = new Map<string, OpenRoom>();
  /** In the order in which their first message came. */
  readonly #waiting = new Map<string, Waiting>();
  /** Of these, those with {@link WAITING_MAX} messages or more. */
  readonly #full = new Set<string>();
  /** The rooms that the transaction under way has settled, or forgotten: then they wait no more. */
  readonly #settled = new Set<string>();
  /** The moment that was last written as a text, in milliseconds since the epoch: many messages share one. */
  #writtenAt = NaN;
  #written = "";

  /** @param now the time in milliseconds since the epoch */
  constructor(tables: Tables, retention: Retention, now: () => number) {
    this.#tables = tables;
    this.#retention = retention;
    this.#now = now;
    this.#chunks = new HistoryChunks(tables, retention.limit);
    const settled = new Map(this.#chunks.records().map(([room, { lastId }]) => [room, lastId]));
    this.#journal = new Journal(tables, now(), ({ room, timestamp }, json, record) => {
      const message = toStored(json);
      if (message.id <= (settled.get(room) ?? 0)) return;
      this.#await(room, { added: [message], newestAt: Date.parse(timestamp) }, record);
    });
  }

  /**
   * Runs a function in a transaction that is on the disk when this returns. What it adds to rooms is written once for all
   * of it.
   *
   * @param use `adds` where absent
   * @throws what the function throws, or the disk: then nothing of it is kept
   */
  transact(act: () => void, use?: SpaceUse): void {
    let holds = false;
    try {
      let record: number | undefined;
      this.#tables.transact(() => {
        this.#settleDue();
        act();
        record = this.#journal.write(this.#now());
      }, use);
      holds = true;
      this.#keep(record);
    } finally {
      this.#open.clear();
      this.#settled.clear();
      this.#journal.end(holds);
    }
  }

  /** Orders and keeps a draft. */
  append({ room, username, message, nonce }: Draft): Appended {
    const now = this.#now();
    const key = nonce === undefined ? undefined : toNonceKey(room, username, nonce);
    const seen = key === undefined ? undefined : this.#journal.find(key, now);
    if (seen !== undefined) return { message: toStored(seen), repeated: true };
    const open = this.#openRoom(room, now);
    const id = Math.max(open.lastId + 1, now * 1_000);
    const prev = open.isEmpty ? 0 : open.lastId;
    const timestamp = this.#toTimestamp(now);
    const json = JSON.stringify({ id, prev, room, username, message, timestamp });
    const appended = { id, prev, json };
    open.added.push(appended);
    open.lastId = id;
    open.isEmpty = false;
    open.newestAt = now;
    this.#journal.add(json, key);
    return { message: appended, repeated: false };
  }

  /** Takes the text of a message away. Answers what stands in its place, or why nothing does. */
  erase(room: string, id: number): StoredMessage | "absent" | "repeated" {
    const message = this.read(room).find((one) => one.id === id);
    if (!message) return "absent";
    if (isErased(message)) return "repeated";
    const erased = toErased(message);
    this.#settle(room);
    this.#chunks.exchange(room, message, erased);
    this.#journal.replace(id, message.json, erased.json);
    return erased;
  }

  /** What is kept of a room, oldest first. */
  read(room: string): StoredMessage[] {
    if (!this.#live(room, this.#now())) return [];
    const settled = this.#chunks.read(room);
    const last = settled.at(-1)?.id ?? 0;
    const waiting = this.#waiting.get(room)?.added.filter(({ id }) => id > last) ?? [];
    // A limit that was lowered since holds at once.
    return [...settled, ...waiting].slice(-this.#retention.limit);
  }

  /** When a room's history is forgotten, in milliseconds since the epoch; undefined where there is none. */
  expiresAt(room: string): number | undefined {
    const record = this.#live(room, this.#now());
    return record && this.#expiryOf(record);
  }

  /**
   * Puts a history in the place of what is kept of a room.
   *
   * @param messages oldest first, at least one
   * @param expiresAt when it is forgotten unless another message comes, in milliseconds since the epoch
   */
  replace(room: string, messages: readonly StoredMessage[], expiresAt: number): void {
    const newest = messages.at(-1);
    if (!newest) return;
    this.#remove(room);
    this.#journal.withdraw(room);
    const { timestamp } = JSON.parse(newest.json) as { timestamp: string };
    this.#chunks.add(room, messages, Date.parse(timestamp), expiresAt);
  }

  /** The id of a room's newest message, 0 where none is kept. */
  tip(room: string): number {
    return this.#live(room, this.#now())?.lastId ?? 0;
  }

  /** The rooms with a history and when they were last written to. */
  summaries(): Pick<RoomSummary, "room" | "lastMessageAt">[] {
    const now = this.#now();
    return this.#states()
      .filter(([, state]) => this.#expiryOf(state) > now)
      .map(([room, { newestAt }]) => ({ room, lastMessageAt: new Date(newestAt).toISOString() }));
  }

  /** Forgets what has expired, some of it. */
  sweep(): void {
    const now = this.#now();
    const horizon = this.#journal.horizon(now);
    for (const [room, { record }] of this.#waiting) if (record < horizon) this.#settle(room);
    this.#journal.sweep(now);
    const expired = this.#states().filter(([, state]) => this.#expiryOf(state) <= now);
    for (const [room] of expired.slice(0, SWEEP_MAX)) this.#forget(room);
  }

  /** Puts all that was added into the rooms' chunks. */
  settleAll(): void {
    for (const room of this.#waiting.keys()) this.#settle(room);
  }

  #toTimestamp(now: number): string {
    if (now !== this.#writtenAt) {
      this.#writtenAt = now;
      this.#written = new Date(now).toISOString();
    }
    return this.#written;
  }

  #live(room: string, now: number): RoomState | undefined {
    const state = this.#state(room);
    return state && this.#expiryOf(state) > now ? state : undefined;
  }

  #state(room: string): RoomState | undefined {
    const waiting = this.#waiting.get(room);
    return waiting ? toState(waiting) : this.#chunks.record(room);
  }

  #states(): [room: string, state: RoomState][] {
    const states = new Map<string, RoomState>(this.#chunks.records());
    for (const [room, waiting] of this.#waiting) states.set(room, toState(waiting));
    return [...states];
  }

  #expiryOf({ newestAt, expiresAt }: RoomState): number {
    return expiresAt ?? newestAt + this.#retention.ttlMs;
  }

  /** Empties a room whose history expired. Its ids go on from the one answered. */
  #forget(room: string): number {
    const lastId = this.#state(room)?.lastId ?? 0;
    const high = this.#tables.facts.get(HIGH) ?? 0;
    this.#remove(room);
    if (lastId > high) this.#tables.facts.putSync(HIGH, lastId);
    return Math.max(lastId, high);
  }

  #remove(room: string): void {
    this.#chunks.remove(room);
    this.#settled.add(room);
  }

  #openRoom(room: string, now: number): OpenRoom {
    let open = this.#open.get(room);
    if (!open) {
      const live = this.#live(room, now);
      const lastId = live?.lastId ?? this.#forget(room);
      this.#open.set(room, (open = { lastId, isEmpty: !live, added: [], newestAt: now }));
    }
    return open;
  }

  #settleDue(): void {
    for (const room of this.#full) this.#settle(room);
    const before = (this.#now() - SETTLE_AFTER_MS) * 1_000;
    for (const [room, { record }] of this.#waiting) {
      if (record >= before || this.#settled.size >= SETTLE_MAX) return;
      this.#settle(room);
    }
  }

  #settle(room: string): void {
    const waiting = this.#waiting.get(room);
    if (!waiting || this.#settled.has(room)) return;
    this.#chunks.add(room, waiting.added.slice(-this.#retention.limit), waiting.newestAt);
    this.#settled.add(room);
  }

  /** The transaction is on the disk. @param record of the journal, undefined where nothing was added */
  #keep(record: number | undefined): void {
    for (const room of this.#settled) {
      this.#waiting.delete(room);
      this.#full.delete(room);
    }
    if (record === undefined) return;
    for (const [room, open] of this.#open) this.#await(room, open, record);
  }

  #await(room: string, more: Omit<Waiting, "record">, record: number): void {
    const waiting = this.#waiting.get(room);
    // A message without one before it begins a history anew.
    if (!waiting || more.added[0]?.prev === 0) {
      this.#waiting.delete(room);
      this.#waiting.set(room, { added: more.added, newestAt: more.newestAt, record });
      return;
    }
    const { added } = waiting;
    for (const message of more.added) added.push(message);
    waiting.newestAt = more.newestAt;
    const { limit } = this.#retention;
    if (added.length >= limit * 2) added.splice(0, added.length - limit);
    if (added.length >= WAITING_MAX) this.#full.add(room);
  }
}

/** What is known of a room that has messages. */
type RoomState = Pick<RoomRecord, "lastId" | "newestAt" | "expiresAt">;

function toState({ added, newestAt }: Waiting): RoomState {
  return { lastId: (added.at(-1) as StoredMessage).id, newestAt };
}
