// The LMDB environment of the embedded store and its tables. Knows their keys, not what they are used for.

import { join } from "node:path";

import { type Database, type RootDatabase, open } from "lmdb";

import { type SpaceUse, assertSpace } from "./disk-space.ts";
import type { RuleRecord } from "./rule-table.ts";

/** The file that holds the tables, in the data directory. */
export const TABLES_FILE = "chat.lmdb";

/** What is kept of a room besides its messages, those aside that only the journal has yet. */
export interface RoomRecord {
  /** The id of the newest message there ever was. */
  lastId: number;
  /** How many messages are kept. */
  count: number;
  /** When the newest was stored, in milliseconds since the epoch. */
  newestAt: number;
  /** When the history is forgotten, in milliseconds since the epoch, where that does not follow from the newest. */
  expiresAt?: number;
}

/** A claim on a name, as it is kept. */
export interface KeptClaim {
  username: string;
  proof: string;
  /** When it is forgotten unless it is renewed, in milliseconds since the epoch. */
  until: number;
}

/** The tables. */
export interface Tables {
  root: RootDatabase;
  /** [room, id of the first it was made with] → some of its messages, a line of JSON each */
  messages: Database<string, [string, number]>;
  rooms: Database<RoomRecord, string>;
  /** When a transaction was written, in microseconds → what it added to the histories, see `Journal` */
  journal: Database<string, number>;
  /** [room, session] → username: who was here, should the process die */
  sessions: Database<string, [string, string]>;
  /** The look of a name → whose it is */
  claims: Database<KeptClaim, string>;
  /** What operators set. */
  rules: Database<RuleRecord, string>;
  /** `high`: no id of a forgotten room was above it. `closed`: 1 after an orderly end. */
  facts: Database<number, string>;
  /**
   * Runs a function in a transaction that is on the disk when this returns.
   *
   * @param use `adds` where absent
   * @throws what the function throws, Error where the disk is nearly full, or system errors: then nothing of it is kept
   */
  transact(act: () => void, use?: SpaceUse): void;
}

/** Opens the tables in a directory. A commit is on the disk when it returns. @throws system errors */
export function openTables(directory: string): Tables {
  const root = open({
    path: join(directory, TABLES_FILE),
    maxDbs: 8,
    // Without this a commit is handed to the kernel when it returns, and on the disk some time later.
    overlappingSync: false,
  });
  const tables = {
    messages: root.openDB({ name: "messages", encoding: "string" }),
    rooms: root.openDB({ name: "rooms", encoding: "json" }),
    // It held nothing but nonces once.
    journal: root.openDB({ name: "nonces", encoding: "string" }),
    sessions: root.openDB({ name: "sessions", encoding: "string" }),
    claims: root.openDB({ name: "claims", encoding: "json" }),
    rules: root.openDB({ name: "rules", encoding: "json" }),
    facts: root.openDB({ name: "facts", encoding: "json" }),
  } satisfies Partial<Tables>;
  const reusable = () => reusableBytes(root, Object.values(tables));
  return {
    ...tables,
    root,
    transact(act, use = "adds") {
      assertSpace(directory, use, reusable);
      root.transactionSync(act);
    },
  };
}

/** What LMDB says of a table. */
interface TableStats {
  treeBranchPageCount: number;
  treeLeafPageCount: number;
  overflowPages: number;
}

/** What it says of the file. */
interface FileStats {
  pageSize: number;
  lastPageNumber: number;
}

/** What the file of the tables has and no table uses, in bytes, but for a few pages. */
function reusableBytes(root: RootDatabase, tables: readonly Database[]): number {
  const file = root.getStats() as FileStats;
  const used = tables.reduce((sum, table) => sum + pagesOf(table.getStats() as TableStats), 0);
  return (file.lastPageNumber - used) * file.pageSize;
}

function pagesOf({ treeBranchPageCount, treeLeafPageCount, overflowPages }: TableStats): number {
  return treeBranchPageCount + treeLeafPageCount + overflowPages;
}
