// Which message a nonce stands for, on LMDB, for as long as the nonce window is. Synchronous; whoever calls a writing
// method does it inside a transaction.
//
// Two tables take turns, one window each: what both hold covers the window, and forgetting is emptying a table instead
// of hunting single entries, which a flood would outrun.

import { NONCE_WINDOW_MS } from "@chat/protocol";

import type { NonceRecord, Tables } from "./database.ts";

type Slot = 0 | 1;

/** The nonces of all rooms. */
export class NonceTable {
  readonly #tables: Tables;
  /** The window, counted from the epoch, whose nonces each table holds. */
  readonly #windows: [number, number];

  constructor(tables: Tables) {
    this.#tables = tables;
    this.#windows = [tables.facts.get("nonces0") ?? -1, tables.facts.get("nonces1") ?? -1];
  }

  /** The JSON of the message that a nonce stands for at a time (ms since the epoch); undefined where it is new. */
  find(room: string, username: string, nonce: string, now: number): string | undefined {
    for (const table of this.#tables.nonces) {
      const seen = table.get([room, username, nonce]);
      if (seen && seen.at + NONCE_WINDOW_MS > now) return seen.json;
    }
    return undefined;
  }

  /** Lets a nonce stand for a message from now on. */
  remember(room: string, username: string, nonce: string, record: NonceRecord): void {
    const window = Math.floor(record.at / NONCE_WINDOW_MS);
    const slot = (window % 2) as Slot;
    // A clock that was set back finds a later window there, and adds to it.
    if (this.#windows[slot] < window) this.#begin(slot, window);
    this.#tables.nonces[slot].putSync([room, username, nonce], record);
  }

  /** Forgets what is older than the window. */
  sweep(now: number): void {
    const window = Math.floor(now / NONCE_WINDOW_MS);
    for (const slot of [0, 1] as const) {
      const held = this.#windows[slot];
      if (held >= 0 && held < window - 1) this.#begin(slot, -1);
    }
  }

  #begin(slot: Slot, window: number): void {
    this.#tables.nonces[slot].clearSync();
    this.#tables.facts.putSync(`nonces${slot}`, window);
    this.#windows[slot] = window;
  }
}
