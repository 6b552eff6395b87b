// The rules of a room's history on LMDB: ids, prev, limit, expiry and nonces. Synchronous; whoever calls a writing
// method does it inside {@link HistoryTable.transact}.

import type { RoomSummary } from "@chat/protocol";

import { isErased, toErased } from "../../rooms/erasure.ts";
import type { Appended, Draft, StoredMessage } from "../../rooms/room-store.ts";
import type { Retention } from "../../rooms/tail.ts";
import type { RoomRecord, Tables } from "./database.ts";
import { NonceLog, toNonceKey } from "./nonce-log.ts";

/** The most rooms that one sweep forgets, so that it never holds up messages for long. */
const SWEEP_MAX = 2_000;
/** How many messages of a history that is put in are kept together. */
const CHUNK = 20;
const HIGH = "high";

/** A room while a transaction adds to it. */
interface OpenRoom {
  /** As it is by now. */
  record: RoomRecord;
  /** What was added. */
  added: StoredMessage[];
}

/** The histories of all rooms. */
export class HistoryTable {
  readonly #tables: Tables;
  readonly #nonces: NonceLog;
  readonly #retention: Retention;
  readonly #now: () => number;
  /** The rooms that the transaction under way has added to. */
  readonly #open = new Map<string, OpenRoom>();
  /** The moment that was last written as a text, in milliseconds since the epoch: many messages share one. */
  #writtenAt = NaN;
  #written = "";

  /** @param now the time in milliseconds since the epoch */
  constructor(tables: Tables, retention: Retention, now: () => number) {
    this.#tables = tables;
    this.#nonces = new NonceLog(tables, now());
    this.#retention = retention;
    this.#now = now;
  }

  /**
   * Runs a function in a transaction that is on the disk when this returns. What it adds to rooms is trimmed, and their
   * records and nonces written, once for all of it.
   *
   * @throws what the function throws, or the disk: then nothing of it is kept
   */
  transact(act: () => void): void {
    let holds = false;
    try {
      this.#tables.root.transactionSync(() => {
        act();
        for (const [room, open] of this.#open) this.#write(room, open);
        this.#nonces.write(this.#now());
      });
      holds = true;
    } finally {
      this.#open.clear();
      this.#nonces.settle(holds);
    }
  }

  /** Orders and keeps a draft. */
  append({ room, username, message, nonce }: Draft): Appended {
    const now = this.#now();
    const key = nonce === undefined ? undefined : toNonceKey(room, username, nonce);
    const seen = key === undefined ? undefined : this.#nonces.find(key, now);
    if (seen !== undefined) return { message: toStored(seen), repeated: true };
    const open = this.#openRoom(room, now);
    const { record } = open;
    const id = Math.max(record.lastId + 1, now * 1_000);
    const prev = record.count > 0 ? record.lastId : 0;
    const timestamp = this.#toTimestamp(now);
    const json = JSON.stringify({ id, prev, room, username, message, timestamp });
    const appended = { id, prev, json };
    open.added.push(appended);
    open.record = { lastId: id, count: record.count + 1, newestAt: now };
    if (key !== undefined) this.#nonces.remember(key, json);
    return { message: appended, repeated: false };
  }

  /** Takes the text of a message away. Answers what stands in its place, or why nothing does. */
  erase(room: string, id: number): StoredMessage | "absent" | "repeated" {
    const message = this.read(room).find((one) => one.id === id);
    if (!message) return "absent";
    if (isErased(message)) return "repeated";
    const erased = toErased(message);
    const { messages } = this.#tables;
    const range = { start: [room, id] as [string, number], end: [room, 0] as [string, number] };
    for (const { key, value } of messages.getRange({ ...range, reverse: true, limit: 1 })) {
      messages.putSync(key, value.split("\n").map(exchange(message.json, erased.json)).join("\n"));
    }
    this.#nonces.replace(id, message.json, erased.json);
    return erased;
  }

  /** What is kept of a room, oldest first. */
  read(room: string): StoredMessage[] {
    if (!this.#live(room, this.#now())) return [];
    const chunks = [...this.#tables.messages.getRange(wholeRoom(room))];
    const lines = chunks.flatMap(({ value }) => value.split("\n"));
    // Chunks go as a whole, and a limit that was lowered since holds at once.
    return lines.slice(-this.#retention.limit).map(toStored);
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
    for (let at = 0; at < messages.length; at += CHUNK) {
      const chunk = messages.slice(at, at + CHUNK);
      const first = chunk[0] as StoredMessage;
      this.#tables.messages.putSync([room, first.id], chunk.map(({ json }) => json).join("\n"));
    }
    const { timestamp } = JSON.parse(newest.json) as { timestamp: string };
    this.#tables.rooms.putSync(room, {
      lastId: newest.id,
      count: messages.length,
      newestAt: Date.parse(timestamp),
      expiresAt,
    });
  }

  /** The id of a room's newest message, 0 where none is kept. */
  tip(room: string): number {
    return this.#live(room, this.#now())?.lastId ?? 0;
  }

  /** The rooms with a history and when they were last written to. */
  summaries(): Pick<RoomSummary, "room" | "lastMessageAt">[] {
    const now = this.#now();
    return [...this.#tables.rooms.getRange()]
      .filter(({ value }) => this.#expiryOf(value) > now)
      .map(({ key, value }) => ({
        room: key,
        lastMessageAt: new Date(value.newestAt).toISOString(),
      }));
  }

  /** Forgets what has expired, some of it. */
  sweep(): void {
    const now = this.#now();
    const { rooms } = this.#tables;
    this.#nonces.sweep(now);
    const expired = [...rooms.getRange()].filter(({ value }) => this.#expiryOf(value) <= now);
    for (const { key } of expired.slice(0, SWEEP_MAX)) {
      this.#forget(key);
      rooms.removeSync(key);
    }
  }

  #toTimestamp(now: number): string {
    if (now !== this.#writtenAt) {
      this.#writtenAt = now;
      this.#written = new Date(now).toISOString();
    }
    return this.#written;
  }

  #live(room: string, now: number): RoomRecord | undefined {
    const record = this.#tables.rooms.get(room);
    return record && this.#expiryOf(record) > now ? record : undefined;
  }

  #expiryOf({ newestAt, expiresAt }: RoomRecord): number {
    return expiresAt ?? newestAt + this.#retention.ttlMs;
  }

  /** Empties a room whose history expired. Its ids go on from where they were. */
  #forget(room: string): RoomRecord {
    const lastId = this.#tables.rooms.get(room)?.lastId ?? 0;
    const high = this.#tables.facts.get(HIGH) ?? 0;
    this.#remove(room);
    if (lastId > high) this.#tables.facts.putSync(HIGH, lastId);
    return { lastId: Math.max(lastId, high), count: 0, newestAt: 0 };
  }

  #openRoom(room: string, now: number): OpenRoom {
    const known = this.#open.get(room);
    if (known) return known;
    const open = { record: this.#live(room, now) ?? this.#forget(room), added: [] };
    this.#open.set(room, open);
    return open;
  }

  /** Writes what was added as one chunk, and removes the chunks that only hold what is too much. */
  #write(room: string, { record, added }: OpenRoom): void {
    const { messages, rooms } = this.#tables;
    const first = added[0];
    if (!first) return;
    messages.putSync([room, first.id], added.map(({ json }) => json).join("\n"));
    let { count } = record;
    for (const { key, value } of messages.getRange(wholeRoom(room))) {
      const size = value.split("\n").length;
      if (count - size < this.#retention.limit) break;
      messages.removeSync(key);
      count -= size;
    }
    rooms.putSync(room, { ...record, count });
  }

  #remove(room: string): void {
    const { messages } = this.#tables;
    for (const key of [...messages.getKeys(wholeRoom(room))]) messages.removeSync(key);
  }
}

function wholeRoom(room: string): { start: [string, number]; end: [string, number] } {
  return { start: [room, 0], end: [room, Number.MAX_SAFE_INTEGER] };
}

function exchange(before: string, after: string): (line: string) => string {
  return (line) => (line === before ? after : line);
}

/** Our own JSON, read back: its numbers come first. */
function toStored(json: string): StoredMessage {
  const numbers = /^\{"id":(\d+),"prev":(\d+)/.exec(json);
  return { id: Number(numbers?.[1]), prev: Number(numbers?.[2]), json };
}
