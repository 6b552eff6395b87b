// The histories as they stay on LMDB: of each room its messages, several in a chunk, and a record. Synchronous; whoever calls
// a writing method does it inside a transaction.

import type { StoredMessage } from "../../rooms/room-store.ts";
import type { RoomRecord, Tables } from "./database.ts";

/** How many messages are in a chunk at most. */
const CHUNK = 20;

/** The messages and records of all rooms. */
export class HistoryChunks {
  readonly #messages: Tables["messages"];
  readonly #rooms: Tables["rooms"];
  readonly #limit: number;

  /** @param limit how many messages are kept of a room */
  constructor({ messages, rooms }: Pick<Tables, "messages" | "rooms">, limit: number) {
    this.#messages = messages;
    this.#rooms = rooms;
    this.#limit = limit;
  }

  /** The record of a room, undefined where it has none. */
  record(room: string): RoomRecord | undefined {
    return this.#rooms.get(room);
  }

  /** Every room that has a record. */
  records(): [room: string, record: RoomRecord][] {
    return [...this.#rooms.getRange()].map(({ key, value }) => [key, value]);
  }

  /** The messages of a room, oldest first. */
  read(room: string): StoredMessage[] {
    const chunks = [...this.#messages.getRange(wholeRoom(room))];
    return chunks.flatMap(({ value }) => value.split("\n").map(toStored));
  }

  /**
   * Adds messages behind those that are there, and removes the oldest of more than are kept.
   *
   * @param added oldest first, at least one
   * @param newestAt when the newest was stored, in milliseconds since the epoch
   * @param expiresAt when the history is forgotten, where that does not follow from it
   */
  add(room: string, added: readonly StoredMessage[], newestAt: number, expiresAt?: number): void {
    const newest = added.at(-1);
    if (!newest) return;
    for (let at = 0; at < added.length; at += CHUNK) {
      const chunk = added.slice(at, at + CHUNK);
      const [first] = chunk as [StoredMessage];
      this.#messages.putSync([room, first.id], chunk.map(({ json }) => json).join("\n"));
    }
    const count = (this.record(room)?.count ?? 0) + added.length;
    this.#drop(room, count - this.#limit);
    const record = { lastId: newest.id, count: Math.min(count, this.#limit), newestAt };
    this.#rooms.putSync(room, expiresAt === undefined ? record : { ...record, expiresAt });
  }

  /** Puts a message in the place of the one with its id. */
  exchange(room: string, before: StoredMessage, after: StoredMessage): void {
    const range: Range = { start: [room, before.id], end: [room, 0] };
    for (const { key, value } of this.#messages.getRange({ ...range, reverse: true, limit: 1 })) {
      const lines = value.split("\n").map((line) => (line === before.json ? after.json : line));
      this.#messages.putSync(key, lines.join("\n"));
    }
  }

  /** Removes the oldest messages of a room. */
  #drop(room: string, count: number): void {
    let left = count;
    for (const { key, value } of left > 0 ? this.#messages.getRange(wholeRoom(room)) : []) {
      const lines = value.split("\n");
      if (lines.length > left) {
        this.#messages.putSync(key, lines.slice(left).join("\n"));
        return;
      }
      this.#messages.removeSync(key);
      left -= lines.length;
      if (left === 0) return;
    }
  }

  /** Removes the messages of a room, and its record. */
  remove(room: string): void {
    for (const key of [...this.#messages.getKeys(wholeRoom(room))]) this.#messages.removeSync(key);
    this.#rooms.removeSync(room);
  }
}

interface Range {
  start: [room: string, id: number];
  end: [room: string, id: number];
}

function wholeRoom(room: string): Range {
  return { start: [room, 0], end: [room, Number.MAX_SAFE_INTEGER] };
}

/** Our own JSON, read back: its numbers come first. */
export function toStored(json: string): StoredMessage {
  const numbers = /^\{"id":(\d+),"prev":(\d+)/.exec(json);
  return { id: Number(numbers?.[1]), prev: Number(numbers?.[2]), json };
}
