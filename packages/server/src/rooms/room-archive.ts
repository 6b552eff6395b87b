// The port through which whole rooms are taken out of a store and put into one, for moves and backups. Knows no
// technology and no file.

import type { NameClaim } from "./name-claims.ts";
import type { StoredMessage } from "./room-store.ts";

/** A nonce that still stands for a message. */
export interface ArchivedNonce {
  username: string;
  nonce: string;
  /** The JSON of the message it stands for, which the history need not hold any more. */
  json: string;
  /** Until when it does, in milliseconds since the epoch. */
  expiresAt: number;
}

/** What operators set for a room. */
export interface ArchivedRules {
  /** Grows with everything that operators do. */
  revision: number;
  /** When they are forgotten unless the room is used, in milliseconds since the epoch. */
  expiresAt: number;
  rules: readonly (readonly [name: string, value: string])[];
}

/** What is moved of a room. Who is in it stays: presence belongs to connections. */
export interface ArchivedRoom {
  room: string;
  /** The whole history, oldest first. */
  messages: readonly StoredMessage[];
  /** When the history is forgotten, in milliseconds since the epoch; undefined where that is not known. */
  expiresAt: number | undefined;
  nonces: readonly ArchivedNonce[];
  /** Undefined where operators set nothing. */
  rules: ArchivedRules | undefined;
}

/** Whose a name is. */
export interface ArchivedName extends NameClaim {
  /** When the claim is forgotten unless it is used, in milliseconds since the epoch. */
  expiresAt: number;
}

/** A room as it is in a store. */
export interface FoundRoom extends ArchivedRoom {
  /** Stands for the history as it was found: {@link RoomArchive.write} does nothing where it has changed since. */
  state: string;
}

/** The rooms of a store, whole. All methods reject with a ChatError where the store fails. */
export interface RoomArchive {
  /** The rooms with a history or with rules, in code point order. */
  rooms(): Promise<string[]>;

  /** A room, also one that there is not: then it is empty. */
  read(room: string): Promise<FoundRoom>;

  /**
   * Puts a history in the place of the one found before. Nodes that have members in the room hear of it.
   *
   * @param history messages, at least one, and when they are forgotten, in milliseconds since the epoch
   * @returns false where something was written since: then nothing is changed
   */
  write(
    found: FoundRoom,
    history: { messages: readonly StoredMessage[]; expiresAt: number },
  ): Promise<boolean>;

  /** Lets nonces stand for their messages, where they stand for none yet. */
  addNonces(room: string, nonces: readonly ArchivedNonce[]): Promise<void>;

  /** Lets rules hold in a room, where it has none or older ones. @returns false where it has not */
  setRules(room: string, rules: ArchivedRules): Promise<boolean>;

  /** The claims on names, in code point order. */
  names(): Promise<ArchivedName[]>;

  /**
   * Lets a claim stand where none does, and for as long as it is to where it stands.
   *
   * @param now in milliseconds since the epoch
   * @returns false where the name is somebody else's: then nothing is changed
   */
  addName(name: ArchivedName, now: number): Promise<boolean>;

  /** Lets go of the store. */
  close(): Promise<void>;
}
