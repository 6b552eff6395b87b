// A node's live copy of one room's history. Pure: it is told of messages and of the time, and says what it holds.

import { selectPage } from "./page.ts";
import type { Page, PageQuery, StoredMessage } from "./room-store.ts";

/** What a message is to a tail: the next one, one it has had, or one behind a hole. */
export type Arrival = "next" | "known" | "hole";

/** How much of a history is kept, and for how long. */
export interface Retention {
  /** The most messages kept of a room, 1 or more. */
  limit: number;
  /** How long a room's history is kept after its newest message, in milliseconds. */
  ttlMs: number;
}

/** The newest messages of a room, oldest first, as long as the store keeps them. */
export class Tail {
  readonly #retention: Retention;
  readonly #now: () => number;
  #messages: StoredMessage[];
  #newestAt: number;
  #lastId = 0;

  /** @param now the time in milliseconds since the epoch */
  constructor(retention: Retention, now: () => number, messages: readonly StoredMessage[] = []) {
    this.#retention = retention;
    this.#now = now;
    this.#messages = [...messages];
    this.#lastId = messages.at(-1)?.id ?? 0;
    // Loaded late, a history expires no later for that. No clock of another machine lengthens its life.
    this.#newestAt = Math.min(momentOf(messages.at(-1)) ?? now(), now());
  }

  /** The id of the newest message this copy has had, also where that has expired; 0 where it had none. */
  get lastId(): number {
    return this.#lastId;
  }

  /** How many messages are held in memory, those that wait for being trimmed too. */
  get held(): number {
    return this.#messages.length;
  }

  /** The id of the newest message still kept, 0 where none is. */
  get tip(): number {
    return this.#kept().at(-1)?.id ?? 0;
  }

  /** What `message` would be to this copy. */
  judge(message: StoredMessage): Arrival {
    const kept = this.#kept();
    if (message.prev === (kept.at(-1)?.id ?? 0) && message.id > this.#lastId) return "next";
    // A history that expired here a moment before it did in the store.
    if (message.prev === this.#lastId && message.id > this.#lastId) return "next";
    if (kept.some((one) => one.id === message.id)) return "known";
    const oldest = kept[0];
    return oldest !== undefined && message.id < oldest.id ? "known" : "hole";
  }

  /** Takes the next message in. */
  append(message: StoredMessage): void {
    if (message.prev === 0) this.#messages.length = 0;
    this.#messages.push(message);
    this.#lastId = message.id;
    this.#newestAt = this.#now();
    // Trimmed in strides, so that a full tail does not move all its messages for each new one.
    const { limit } = this.#retention;
    if (this.#messages.length >= limit * 2) this.#messages.splice(0, this.#messages.length - limit);
  }

  /** Puts a message in the place of the one with its id, where that is kept. */
  exchange(message: StoredMessage): void {
    const at = this.#messages.findIndex(({ id }) => id === message.id);
    if (at >= 0) this.#messages[at] = message;
  }

  /** All that is kept, oldest first. Not to be changed, and of no use once something else was called. */
  get messages(): readonly StoredMessage[] {
    return this.#kept();
  }

  /** The part of the history that `query` asks for, as the store would answer. */
  page(query: PageQuery): Page {
    return selectPage(this.#kept(), query);
  }

  #kept(): readonly StoredMessage[] {
    const { limit, ttlMs } = this.#retention;
    if (this.#messages.length === 0) return this.#messages;
    if (this.#now() - this.#newestAt >= ttlMs) this.#messages.length = 0;
    return this.#messages.length > limit ? this.#messages.slice(-limit) : this.#messages;
  }
}

/** When a message was stored, in milliseconds since the epoch, off the end of its JSON; undefined where it says nothing. */
function momentOf(message: StoredMessage | undefined): number | undefined {
  const text = /"timestamp":"([^"]*)"\}$/.exec(message?.json ?? "")?.[1];
  const at = Date.parse(text ?? "");
  return Number.isNaN(at) ? undefined : at;
}
