// What operators set for rooms, on LMDB. Synchronous; whoever calls a writing method does it inside a transaction.

import type { Measure, RuleState } from "../../rooms/room-store.ts";
import { RULES_KEEP_MS } from "../../rooms/room-rules.ts";
import type { Tables } from "./database.ts";

/** How much of its time a record must have lost before use renews it, in milliseconds. */
const RENEW_AFTER_MS = 86_400_000;

/** What is kept of a room. */
export interface RuleRecord {
  revision: number;
  /** In milliseconds since the epoch. */
  expiresAt: number;
  rules: [name: string, value: string][];
}

/** The rules of all rooms. */
export class RuleTable {
  readonly #table: Tables["rules"];
  readonly #now: () => number;

  /** @param now the time in milliseconds since the epoch */
  constructor(tables: Tables, now: () => number) {
    this.#table = tables.rules;
    this.#now = now;
  }

  /** What is kept of a room. */
  read(room: string): RuleState {
    const record = this.#live(room);
    return { revision: record?.revision ?? 0, rules: new Map(record?.rules) };
  }

  /** The value of a rule, undefined where it is not set. */
  get(room: string, name: string): string | undefined {
    return this.#live(room)?.rules.find(([known]) => known === name)?.[1];
  }

  /** Sets what a measure sets. Answers the revision with it and the one before. */
  apply(room: string, { changes, keepMs }: Measure): { revision: number; prev: number } {
    const now = this.#now();
    const record = this.#live(room);
    const rules = new Map(record?.rules);
    for (const [name, value] of changes) {
      if (value === null) rules.delete(name);
      else rules.set(name, value);
    }
    const prev = record?.revision ?? 0;
    const revision = Math.max(prev + 1, now * 1_000);
    const expiresAt = Math.max(record?.expiresAt ?? 0, now + keepMs);
    this.#table.putSync(room, { revision, expiresAt, rules: [...rules] });
    return { revision, prev };
  }

  /** All that is kept of a room, undefined where nothing is. */
  record(room: string): RuleRecord | undefined {
    return this.#live(room);
  }

  /** Lets rules hold in a room. */
  replace(room: string, record: RuleRecord): void {
    this.#table.putSync(room, record);
  }

  /** The rooms that have rules. */
  rooms(): string[] {
    return [...this.#table.getKeys()].filter((room) => this.#live(room));
  }

  /** Whether the rules of a room in use have lost enough of their time to be renewed. */
  isAging(room: string): boolean {
    const record = this.#live(room);
    return record !== undefined && record.expiresAt < this.#now() + RULES_KEEP_MS - RENEW_AFTER_MS;
  }

  /** Keeps the rules of a room that is in use. */
  renew(room: string): void {
    const record = this.#live(room);
    if (!record) return;
    const expiresAt = Math.max(record.expiresAt, this.#now() + RULES_KEEP_MS);
    this.#table.putSync(room, { ...record, expiresAt });
  }

  /** Forgets what has expired. */
  sweep(): void {
    const now = this.#now();
    const expired = [...this.#table.getRange()].filter(({ value }) => value.expiresAt <= now);
    for (const { key } of expired) this.#table.removeSync(key);
  }

  #live(room: string): RuleRecord | undefined {
    const record = this.#table.get(room);
    return record && record.expiresAt > this.#now() ? record : undefined;
  }
}
