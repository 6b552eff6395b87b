// The rules of a room's history on LMDB: ids, prev, limit, expiry and nonces. Synchronous; whoever calls a writing
// method does it inside a transaction.

import type { RoomSummary } from "@chat/protocol";

import type { Appended, Draft, StoredMessage } from "../../rooms/room-store.ts";
import type { Retention } from "../../rooms/tail.ts";
import type { RoomRecord, Tables } from "./database.ts";
import { NonceTable } from "./nonce-table.ts";

/** The most rooms that one sweep forgets, so that it never holds up messages for long. */
const SWEEP_MAX = 2_000;
const HIGH = "high";

/** The histories of all rooms. */
export class HistoryTable {
  readonly #tables: Tables;
  readonly #nonces: NonceTable;
  readonly #retention: Retention;
  readonly #now: () => number;

  /** @param now the time in milliseconds since the epoch */
  constructor(tables: Tables, retention: Retention, now: () => number) {
    this.#tables = tables;
    this.#nonces = new NonceTable(tables);
    this.#retention = retention;
    this.#now = now;
  }

  /** Orders and keeps a draft. */
  append({ room, username, message, nonce }: Draft): Appended {
    const now = this.#now();
    if (nonce !== undefined) {
      const seen = this.#nonces.find(room, username, nonce, now);
      if (seen !== undefined) return { message: toStored(seen), repeated: true };
    }
    const record = this.#live(room, now) ?? this.#forget(room);
    const id = Math.max(record.lastId + 1, now * 1_000);
    const prev = record.count > 0 ? record.lastId : 0;
    const timestamp = new Date(now).toISOString();
    const json = JSON.stringify({ id, prev, room, username, message, timestamp });
    this.#tables.messages.putSync([room, id], json);
    const count = this.#trim(room, record.count + 1);
    this.#tables.rooms.putSync(room, { lastId: id, count, newestAt: now });
    if (nonce !== undefined) {
      this.#nonces.remember(room, username, nonce, { at: now, json });
    }
    return { message: { id, prev, json }, repeated: false };
  }

  /** What is kept of a room, oldest first. */
  read(room: string): StoredMessage[] {
    if (!this.#live(room, this.#now())) return [];
    const range = this.#tables.messages.getRange({
      start: [room, 0],
      end: [room, Number.MAX_SAFE_INTEGER],
    });
    const messages = [...range].map(({ value }) => toStored(value));
    // A limit that was lowered since holds at once.
    return messages.slice(-this.#retention.limit);
  }

  /** The id of a room's newest message, 0 where none is kept. */
  tip(room: string): number {
    return this.#live(room, this.#now())?.lastId ?? 0;
  }

  /** The rooms with a history and when they were last written to. */
  summaries(): Pick<RoomSummary, "room" | "lastMessageAt">[] {
    const now = this.#now();
    return [...this.#tables.rooms.getRange()]
      .filter(({ value }) => value.newestAt + this.#retention.ttlMs > now)
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
    const expired = [...rooms.getRange()].filter(
      ({ value }) => value.newestAt + this.#retention.ttlMs <= now,
    );
    for (const { key } of expired.slice(0, SWEEP_MAX)) {
      this.#forget(key);
      rooms.removeSync(key);
    }
  }

  #live(room: string, now: number): RoomRecord | undefined {
    const record = this.#tables.rooms.get(room);
    return record && record.newestAt + this.#retention.ttlMs > now ? record : undefined;
  }

  /** Empties a room whose history expired. Its ids go on from where they were. */
  #forget(room: string): RoomRecord {
    const lastId = this.#tables.rooms.get(room)?.lastId ?? 0;
    const high = this.#tables.facts.get(HIGH) ?? 0;
    this.#remove(room, Infinity);
    if (lastId > high) this.#tables.facts.putSync(HIGH, lastId);
    return { lastId: Math.max(lastId, high), count: 0, newestAt: 0 };
  }

  /** Removes the oldest where there are too many, and says how many stay. */
  #trim(room: string, count: number): number {
    const surplus = count - this.#retention.limit;
    return surplus > 0 ? count - this.#remove(room, surplus) : count;
  }

  #remove(room: string, most: number): number {
    const keys = [
      ...this.#tables.messages.getKeys({
        start: [room, 0],
        end: [room, Number.MAX_SAFE_INTEGER],
        ...(most === Infinity ? {} : { limit: most }),
      }),
    ];
    for (const key of keys) this.#tables.messages.removeSync(key);
    return keys.length;
  }
}

/** Our own JSON, read back: its numbers come first. */
function toStored(json: string): StoredMessage {
  const numbers = /^\{"id":(\d+),"prev":(\d+)/.exec(json);
  return { id: Number(numbers?.[1]), prev: Number(numbers?.[2]), json };
}
