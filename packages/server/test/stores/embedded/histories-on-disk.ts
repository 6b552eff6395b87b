// The tables of histories in a folder of their own, with a clock that the test sets, for tests that look below the store.

import type { StoredMessage } from "../../../src/rooms/room-store.ts";
import { type Tables, openTables } from "../../../src/stores/embedded/database.ts";
import { HistoryTable } from "../../../src/stores/embedded/history-table.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";
import { draft } from "../describe-room-store.ts";

/** When the clock begins, in milliseconds since the epoch. */
export const START = 1_700_000_000_000;
/** How long a history is kept, in milliseconds. */
export const TTL_MS = 60_000;

/** Histories of three messages, unless {@link HistoriesOnDisk.reopen} says otherwise. */
export class HistoriesOnDisk {
  /** The time in milliseconds since the epoch. */
  now = START;
  readonly tables: Tables = openTables(temporaryFolder());
  histories = this.#open(3, TTL_MS);

  /** The histories as the next process finds them, should this one die now. */
  reopen(limit = 3, ttlMs = TTL_MS): void {
    this.histories = this.#open(limit, ttlMs);
  }

  /** What a function answers that is run in a transaction. */
  transact<T>(act: () => T): T {
    const results: T[] = [];
    this.histories.transact(() => void results.push(act()));
    return results[0] as T;
  }

  /** Keeps a message, in a transaction of its own. */
  append(text: string, other: Parameters<typeof draft>[1] = {}): StoredMessage {
    return this.transact(() => this.histories.append(draft(text, other))).message;
  }

  /** Forgets what expired. */
  sweep(): void {
    this.histories.transact(() => this.histories.sweep());
  }

  /** Lets go of the folder. */
  async close(): Promise<void> {
    await this.tables.root.close();
  }

  #open(limit: number, ttlMs: number): HistoryTable {
    return new HistoryTable(this.tables, { limit, ttlMs }, () => this.now);
  }
}
