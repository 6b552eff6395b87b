// The LMDB environment of the embedded store and its tables. Knows their keys, not what they are used for.

import { join } from "node:path";

import { type Database, type RootDatabase, open } from "lmdb";

/** What is kept of a room besides its messages. */
export interface RoomRecord {
  /** The id of the newest message there ever was. */
  lastId: number;
  /** How many messages are kept. */
  count: number;
  /** When the newest was stored, in milliseconds since the epoch. */
  newestAt: number;
}

/** The message that a nonce stands for. */
export interface NonceRecord {
  /** When it was stored, in milliseconds since the epoch. */
  at: number;
  json: string;
}

type NonceDatabase = Database<NonceRecord, [room: string, username: string, nonce: string]>;

/** The tables. */
export interface Tables {
  root: RootDatabase;
  /** [room, id] → the message's JSON */
  messages: Database<string, [string, number]>;
  rooms: Database<RoomRecord, string>;
  /** [room, username, nonce] → the message; two that take turns */
  nonces: [NonceDatabase, NonceDatabase];
  /** [room, session] → username: who was here, should the process die */
  sessions: Database<string, [string, string]>;
  /**
   * `high`: no id of a forgotten room was above it. `closed`: 1 after an orderly end. `nonces0` and `nonces1`: the
   * windows whose nonces the two tables hold.
   */
  facts: Database<number, string>;
}

/** Opens the tables in a directory. A commit is on the disk when it returns. @throws system errors */
export function openTables(directory: string): Tables {
  const root = open({
    path: join(directory, "chat.lmdb"),
    maxDbs: 8,
    // Without this a commit is handed to the kernel when it returns, and on the disk some time later.
    overlappingSync: false,
  });
  return {
    root,
    messages: root.openDB({ name: "messages", encoding: "string" }),
    rooms: root.openDB({ name: "rooms", encoding: "json" }),
    nonces: [
      root.openDB({ name: "nonces0", encoding: "json" }),
      root.openDB({ name: "nonces1", encoding: "json" }),
    ],
    sessions: root.openDB({ name: "sessions", encoding: "string" }),
    facts: root.openDB({ name: "facts", encoding: "json" }),
  };
}
