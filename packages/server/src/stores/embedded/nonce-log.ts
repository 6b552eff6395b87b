// Which message a nonce stands for, for as long as the nonce window is. On LMDB as a log, one record a transaction, whose
// place in it is remembered in memory: nonces are random, and as keys each would write a page of its own. Synchronous;
// whoever calls a writing method does it inside a transaction.

import { NONCE_WINDOW_MS } from "@chat/protocol";

import type { Tables } from "./database.ts";

/** How far the name of a record may be from the id of a message in it, in microseconds. */
const AHEAD_MAX_US = 10_000_000;

/** The nonces of one turn of the window: where their records are. */
interface Generation {
  /** The window, counted from the epoch. */
  window: number;
  /** nonce → the record it is in */
  records: Map<string, number>;
}

/** The nonces of all rooms. */
export class NonceLog {
  readonly #table: Tables["nonces"];
  /** The newest first; what both hold covers the window. */
  #generations: Generation[] = [];
  #last = 0;
  /** What the transaction under way adds: nonce → the JSON of its message. */
  readonly #fresh = new Map<string, string>();
  /** The record it wrote. */
  #written: number | undefined;

  /** Reads the log. */
  constructor(tables: Tables, now: number) {
    this.#table = tables.nonces;
    for (const { key: record, value } of this.#table.getRange()) {
      this.#last = record;
      for (const key of readEntries(value).keys()) this.#place(key, record);
    }
    this.#forgetBefore(windowAt(now) - 1);
  }

  /**
   * The JSON of the message that a nonce stands for at a time (ms since the epoch); undefined where it is new.
   *
   * @param key see {@link toNonceKey}
   */
  find(key: string, now: number): string | undefined {
    const fresh = this.#fresh.get(key);
    if (fresh !== undefined) return fresh;
    for (const { records } of this.#generations) {
      const record = records.get(key);
      if (record !== undefined && momentOf(record) + NONCE_WINDOW_MS > now) {
        return readEntries(this.#table.get(record) ?? "[]").get(key);
      }
    }
    return undefined;
  }

  /** Lets a nonce stand for a message, once {@link write} is called. @param key see {@link toNonceKey} */
  remember(key: string, json: string): void {
    this.#fresh.set(key, json);
  }

  /** Lets the nonce that stands for a message (its JSON) stand for another, in a transaction. @param id of the message */
  replace(id: number, before: string, after: string): void {
    // Both are named by the same moment, but that either may be ahead of it in a flood.
    const range = { start: id - AHEAD_MAX_US, end: id + AHEAD_MAX_US };
    for (const { key, value } of this.#table.getRange(range)) {
      if (!value.includes(JSON.stringify(before))) continue;
      const entries = [...readEntries(value)].map(([nonce, json]) => [
        nonce,
        json === before ? after : json,
      ]);
      this.#table.putSync(key, JSON.stringify(entries));
    }
  }

  /** Writes what the transaction remembers. */
  write(now: number): void {
    if (this.#fresh.size === 0) return;
    this.#written = Math.max(this.#last + 1, now * 1_000);
    this.#table.putSync(this.#written, JSON.stringify([...this.#fresh]));
  }

  /** The transaction is over. @param holds whether it is on the disk; if not, what it remembered is forgotten */
  settle(holds: boolean): void {
    const record = this.#written;
    if (holds && record !== undefined) {
      this.#last = record;
      for (const key of this.#fresh.keys()) this.#place(key, record);
    }
    this.#written = undefined;
    this.#fresh.clear();
  }

  /** Forgets what is older than the window. */
  sweep(now: number): void {
    this.#forgetBefore(windowAt(now) - 1);
    const end = (windowAt(now) - 1) * NONCE_WINDOW_MS * 1_000;
    for (const record of [...this.#table.getKeys({ end })]) this.#table.removeSync(record);
  }

  #place(key: string, record: number): void {
    const window = windowAt(momentOf(record));
    let newest = this.#generations[0];
    if (newest?.window !== window) {
      newest = { window, records: new Map() };
      this.#generations = [newest, ...this.#generations.slice(0, 1)];
    }
    newest.records.set(key, record);
  }

  #forgetBefore(window: number): void {
    this.#generations = this.#generations.filter((one) => one.window >= window);
  }
}

/** A nonce with the message that it stands for. */
export interface KeptNonce {
  room: string;
  username: string;
  nonce: string;
  json: string;
  /** Until when it stands for it, in milliseconds since the epoch. */
  expiresAt: number;
}

/** The nonces that stand for a message at a time (ms since the epoch). For a log that no server has open. */
export function readNonces({ nonces }: Tables, now: number): KeptNonce[] {
  return [...nonces.getRange()].flatMap(({ key: record, value }) => {
    const expiresAt = Math.ceil(momentOf(record)) + NONCE_WINDOW_MS;
    if (expiresAt <= now) return [];
    return [...readEntries(value)].map(([key, json]) => {
      const [room = "", username = "", nonce = ""] = key.split("\n");
      return { room, username, nonce, json, expiresAt };
    });
  });
}

/** Adds nonces that stand for nothing yet, in a transaction of the caller. For a log that no server has open. */
export function addNonces(tables: Tables, added: readonly KeptNonce[]): void {
  for (const { room, username, nonce, json, expiresAt } of added) {
    let record = (expiresAt - NONCE_WINDOW_MS) * 1_000;
    while (tables.nonces.doesExist(record)) record++;
    tables.nonces.putSync(record, JSON.stringify([[toNonceKey(room, username, nonce), json]]));
  }
}

/** A record is named by the moment it was written, in microseconds, or by one more than the last. */
function momentOf(record: number): number {
  return record / 1_000;
}

function windowAt(moment: number): number {
  return Math.floor(moment / NONCE_WINDOW_MS);
}

/** The name of a nonce among those of all rooms and people: no name has a line break in it. */
export function toNonceKey(room: string, username: string, nonce: string): string {
  return `${room}\n${username}\n${nonce}`;
}

function readEntries(text: string): Map<string, string> {
  return new Map(JSON.parse(text) as [string, string][]);
}
