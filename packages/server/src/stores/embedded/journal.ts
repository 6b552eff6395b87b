// What each transaction added to the histories, one record each, for as long as a nonce stands for its message. So a
// transaction writes a few pages, however many rooms it is for; the rooms' own pages are written later, and found again here
// should the process die before. Where a nonce is in it is remembered in memory: nonces are random, and as keys each would
// write a page of its own. Synchronous; whoever calls a writing method does it inside a transaction.

import { type Message, NONCE_WINDOW_MS } from "@chat/protocol";

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

/** What was added of late. A record is named by the microsecond since the epoch in which it was written, or the next free one. */
export class Journal {
  readonly #table: Tables["journal"];
  /** The newest first; what both hold covers the window. */
  #generations: Generation[] = [];
  #last = 0;
  /** What the transaction under way adds. */
  #fresh: Pick<Entry, "key" | "json">[] = [];
  /** Of that, nonce → the JSON of its message. */
  readonly #freshNonces = new Map<string, string>();
  /** The record it wrote. */
  #written: number | undefined;

  /**
   * Reads it.
   *
   * @param now in milliseconds since the epoch
   * @param take is handed every message that is in it, oldest first, and the name of its record
   */
  constructor(
    tables: Tables,
    now: number,
    take: (message: Message, json: string, record: number) => void,
  ) {
    this.#table = tables.journal;
    for (const { key: record, value } of this.#table.getRange()) {
      this.#last = record;
      for (const { key, json, message, isAdded } of readRecord(value)) {
        if (key !== undefined) this.#place(key, record);
        if (isAdded) take(message, json, record);
      }
    }
    this.#forgetBefore(windowAt(now) - 1);
  }

  /**
   * The JSON of the message that a nonce stands for at a time (ms since the epoch); undefined where it is new.
   *
   * @param key see {@link toNonceKey}
   */
  find(key: string, now: number): string | undefined {
    const fresh = this.#freshNonces.get(key);
    if (fresh !== undefined) return fresh;
    for (const { records } of this.#generations) {
      const record = records.get(key);
      if (record !== undefined && momentOf(record) + NONCE_WINDOW_MS > now) {
        return readRecord(this.#table.get(record) ?? "").find((one) => one.key === key)?.json;
      }
    }
    return undefined;
  }

  /**
   * Notes a message that is added, and its nonce, once {@link write} is called.
   *
   * @param key see {@link toNonceKey}; undefined where it has none
   */
  add(json: string, key: string | undefined): void {
    this.#fresh.push({ key, json });
    if (key !== undefined) this.#freshNonces.set(key, json);
  }

  /** Puts the JSON of a message, and what its nonce stands for, in the place of what it was. @param id of the message */
  replace(id: number, before: string, after: string): void {
    // Both are named by the same moment, but that either may be ahead of it in a flood.
    const range = { start: id - AHEAD_MAX_US, end: id + AHEAD_MAX_US };
    for (const { key: record, value } of this.#table.getRange(range)) {
      // Of thousands of records in a flood one has it.
      if (isList(value) || value.includes(before)) {
        this.#rewrite(record, value, (line) =>
          line.endsWith(`\t${before}`) ? line.slice(0, -before.length) + after : line,
        );
      }
    }
  }

  /** Keeps of a room no more than its nonces: something else was put in the place of its history. */
  withdraw(room: string): void {
    const name = JSON.stringify(room);
    for (const { key: record, value } of this.#table.getRange()) {
      if (isList(value) || !value.includes(name)) continue;
      this.#rewrite(record, value, (line) => {
        const [entry] = readRecord(line);
        return entry?.isAdded && entry.message.room === room ? NONCE_ALONE + line : line;
      });
    }
  }

  /** Writes what the transaction adds. Answers the name of the record, undefined where nothing was added. */
  write(now: number): number | undefined {
    if (this.#fresh.length === 0) return undefined;
    this.#written = Math.max(this.#last + 1, now * 1_000);
    this.#table.putSync(this.#written, this.#fresh.map(toLine).join("\n"));
    return this.#written;
  }

  /** The transaction is over. @param holds whether it is on the disk; if not, what it added is forgotten */
  end(holds: boolean): void {
    const record = this.#written;
    if (holds && record !== undefined) {
      this.#last = record;
      for (const key of this.#freshNonces.keys()) this.#place(key, record);
    }
    this.#written = undefined;
    this.#fresh = [];
    this.#freshNonces.clear();
  }

  /** The records before this name are older than the window, and removed by {@link sweep}. @param now in ms since the epoch */
  horizon(now: number): number {
    return (windowAt(now) - 1) * NONCE_WINDOW_MS * 1_000;
  }

  /** Forgets what is older than the window. */
  sweep(now: number): void {
    this.#forgetBefore(windowAt(now) - 1);
    const old = [...this.#table.getKeys({ end: this.horizon(now) })];
    for (const record of old) this.#table.removeSync(record);
  }

  #rewrite(record: number, value: string, change: (line: string) => string): void {
    const lines = linesOf(value);
    const changed = lines.map(change);
    if (changed.some((line, at) => line !== lines[at])) {
      this.#table.putSync(record, changed.join("\n"));
    }
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

/** The nonces that stand for a message at a time (ms since the epoch). For a journal that no server has open. */
export function readNonces({ journal }: Tables, now: number): KeptNonce[] {
  return [...journal.getRange()].flatMap(({ key: record, value }) => {
    const expiresAt = Math.ceil(momentOf(record)) + NONCE_WINDOW_MS;
    if (expiresAt <= now) return [];
    return readRecord(value).flatMap(({ key, json }) => {
      if (key === undefined) return [];
      const [room = "", username = ""] = key.split("\n", 2);
      return [{ room, username, nonce: nonceOf(key), json, expiresAt }];
    });
  });
}

/** Adds nonces that stand for nothing yet, in a transaction of the caller. For a journal that no server has open. */
export function addNonces(tables: Tables, added: readonly KeptNonce[]): void {
  for (const { room, username, nonce, json, expiresAt } of added) {
    let record = (expiresAt - NONCE_WINDOW_MS) * 1_000;
    while (tables.journal.doesExist(record)) record++;
    const key = toNonceKey(room, username, nonce);
    tables.journal.putSync(record, NONCE_ALONE + toLine({ key, json }));
  }
}

/** The name of a nonce among those of all rooms and people: no name has a line break in it. */
export function toNonceKey(room: string, username: string, nonce: string): string {
  return `${room}\n${username}\n${nonce}`;
}

/** A record is named by the moment it was written, in microseconds, or by one more than the last. */
function momentOf(record: number): number {
  return record / 1_000;
}

function windowAt(moment: number): number {
  return Math.floor(moment / NONCE_WINDOW_MS);
}

/** One entry of a record. */
interface Entry {
  /** See {@link toNonceKey}; undefined where the message has no nonce. */
  key: string | undefined;
  json: string;
  message: Message;
  /** Whether the transaction added the message; if not, the entry is there for its nonce. */
  isAdded: boolean;
}

/** What is in a record for its nonce alone begins with this. */
const NONCE_ALONE = "-";

/** A line: the nonce as JSON, if there is one, a tab, the message's own JSON. Neither has a line break or a tab. */
function toLine({ key, json }: Pick<Entry, "key" | "json">): string {
  return `${key === undefined ? "" : JSON.stringify(nonceOf(key))}\t${json}`;
}

function nonceOf(key: string): string {
  return key.slice(key.indexOf("\n", key.indexOf("\n") + 1) + 1);
}

function readRecord(value: string): Entry[] {
  return linesOf(value).map((line) => {
    const isAdded = !line.startsWith(NONCE_ALONE);
    const tab = line.indexOf("\t");
    const json = line.slice(tab + 1);
    const message = JSON.parse(json) as Message;
    const nonce = line.slice(isAdded ? 0 : NONCE_ALONE.length, tab);
    if (nonce === "") return { key: undefined, json, message, isAdded };
    const key = toNonceKey(message.room, message.username, JSON.parse(nonce) as string);
    return { key, json, message, isAdded };
  });
}

/** So records were when nothing but nonces was kept here. */
function isList(value: string): boolean {
  return value.startsWith("[");
}

function linesOf(value: string): string[] {
  if (value === "") return [];
  if (!isList(value)) return value.split("\n");
  const nonces = JSON.parse(value) as [key: string, json: string][];
  return nonces.map(([key, json]) => NONCE_ALONE + toLine({ key, json }));
}
