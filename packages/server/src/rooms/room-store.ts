// The port behind which messages and presence are kept and announced. Knows no technology: Redis and LMDB adapt to it.
// One rule holds for every store: what it announces of a room, every follower hears in the same order.

import type { LeaveReason, RoomSummary } from "@chat/protocol";

import type { NameClaims } from "./name-claims.ts";

/** Text that is to become a message. */
export interface Draft {
  room: string;
  username: string;
  /** Cleaned and measured. */
  message: string;
  /** The same username, room and nonce within the nonce window is the same message. */
  nonce?: string;
}

/** A message as the store keeps it: the JSON is spliced into what is sent, never parsed and written again. */
export interface StoredMessage {
  readonly id: number;
  readonly prev: number;
  /** The JSON of a protocol `Message`, without line breaks. */
  readonly json: string;
}

/** Which part of a history is wanted. Give `before` or `after` or neither. */
export interface PageQuery {
  /** Only older than this id; the newest of it. */
  before?: number;
  /** Only newer than this id. */
  after?: number;
  /** With `after`: the `oldest` of it, to page onward, or the `newest`, to follow up live. `oldest` where absent. */
  side?: "oldest" | "newest";
  /** How many at most, 0 or more. */
  limit: number;
}

/** Part of a history, oldest first. */
export interface Page {
  messages: readonly StoredMessage[];
  /** Whether it is certain that nothing between `after` (else the room's beginning) and the first message is missing. */
  complete: boolean;
}

/** Who is in a room. */
export interface Roster {
  /** Grows with each change; 0 where the store knows of none. */
  version: number;
  /** The version at which the store began to keep it. Another one says that the store forgot what it had. */
  born: number;
  /** In no particular order. */
  members: readonly string[];
}

/** What operators set for a room, as it is kept: rules by name. {@link RoomRules} knows what they mean. */
export interface RuleState {
  /** Grows with everything that operators do in the room; 0 where nothing is kept. */
  revision: number;
  rules: ReadonlyMap<string, string>;
}

/** A rule that is set, or taken away with null. */
export type RuleChange = readonly [name: string, value: string | null];

/** Something that an operator does in a room, as the store carries it out. */
export interface Measure {
  /** The JSON of the protocol's `Moderated`: what the room is told. */
  json: string;
  changes: readonly RuleChange[];
  /** How long the rules of the room are kept from now on at least, in milliseconds. */
  keepMs: number;
  /** The id of a message whose text is to go. */
  erase?: number;
}

/** What became of a measure: `absent` where there is no such message, `repeated` where its text is gone already. */
export type MeasureOutcome = "taken" | "absent" | "repeated";

/** All that a node must know of a room to serve it from memory. */
export interface RoomState {
  /** The whole history that the store keeps, oldest first. */
  messages: readonly StoredMessage[];
  roster: Roster;
  rules: RuleState;
}

/** What the store tells the followers of a room. */
export type Announcement =
  | { type: "messages"; messages: readonly StoredMessage[] }
  | PresenceAnnouncement
  | TypingAnnouncement
  | MeasureAnnouncement
  /** Announcements may have been missed: whoever keeps a copy compares it with the store. */
  | { type: "interrupted" };

/** A name came into a room, or left it. */
export interface PresenceAnnouncement {
  type: "joined" | "left";
  /** The roster's version with this change. */
  version: number;
  /** The version before it. */
  prev: number;
  username: string;
  /** The session that made the change, see {@link RoomStore.enter}. Empty where no session did. */
  by: string;
  /** The JSON of the protocol's `Joined` or `Left`. */
  json: string;
}

/** Somebody types, or stopped. */
export interface TypingAnnouncement {
  type: "typing";
  /** The session that does. */
  by: string;
  /** The JSON of the protocol's `Typing`. */
  json: string;
}

/** An operator did something. */
export interface MeasureAnnouncement {
  type: "measure";
  /** The revision of the rules with this change. */
  revision: number;
  /** The revision before it. */
  prev: number;
  /** The JSON of the protocol's `Moderated`. */
  json: string;
  changes: readonly RuleChange[];
  /** What stands in the place of a message from now on. */
  erased?: StoredMessage;
}

/** Hears the announcements of one room. Must not throw. */
export type Follower = (announcement: Announcement) => void;

/** What happens to the store as a whole. */
export type StoreEvent =
  /** It answers again after it did not. */
  | { type: "recovered" }
  /** The others were told that this node's sessions expired, or may have been: they must be entered anew. */
  | { type: "lapsed" };

/** What became of a draft. */
export interface Appended {
  message: StoredMessage;
  /** True where the nonce was seen before: nothing was stored, the first message is answered. */
  repeated: boolean;
}

/** How a room stands in the store, for comparison with a copy. */
export interface Comparison {
  /** The id of the newest message, 0 where the history is empty. */
  tip: number;
  roster: Roster;
  /** The revision of the room's rules. */
  revision: number;
}

/**
 * Keeps rooms. All methods reject with a ChatError: `unavailable` while the store cannot be reached, within 4 seconds.
 * Room names and usernames are valid by the protocol's rules.
 */
export interface RoomStore {
  readonly kind: "redis" | "embedded";
  /** Whether a write costs much however small it is, as one that waits for a disk does: then few large ones are best. */
  readonly writesAreDear: boolean;

  /** Whose names are whose, kept in the same place. */
  readonly claims: NameClaims;

  /**
   * Orders a draft, keeps it and announces it. Settles once it is as durable as the store makes it. Drafts of one
   * room are stored in the order of the calls.
   */
  append(draft: Draft): Promise<Appended>;

  /** The whole state of a room. Where {@link follow} has settled before, nothing falls between. */
  load(room: string): Promise<RoomState>;

  /** Settles once every later announcement of the room reaches the follower. Returns how to stop. */
  follow(room: string, follower: Follower): Promise<() => void>;

  /**
   * Puts a session of this node into a room. `joined` is announced where it is the name's first. Entering twice
   * changes nothing.
   *
   * @param session unique on this node
   * @returns the version of the roster in which the session counts
   */
  enter(room: string, session: string, username: string): Promise<number>;

  /** Takes a session of this node out of a room. `left` is announced where it was the name's last. */
  exit(room: string, session: string, reason: LeaveReason): Promise<void>;

  /**
   * Makes the store hold exactly these sessions of this node in a room, and says how the room stands. Repairs what
   * an outage, a flush or a reaper undid.
   *
   * @param sessions session → username
   */
  reconcile(room: string, sessions: ReadonlyMap<string, string>): Promise<Comparison>;

  /** Tells the followers of a room that somebody types. Not kept; may be lost. */
  announceTyping(room: string, by: string, json: string): Promise<void>;

  /**
   * Carries out a measure, keeps what it sets and announces it. The text of an erased message is gone from the store
   * when this settles, from what is kept of its nonce too.
   */
  takeMeasure(room: string, measure: Measure): Promise<MeasureOutcome>;

  /** What operators set for a room. */
  rules(room: string): Promise<RuleState>;

  /** The members of a room, in code point order. */
  members(room: string): Promise<string[]>;

  /** Every room with members or with a history, the latest active first, but those with a password. */
  rooms(): Promise<RoomSummary[]>;

  /** The members of every room that has some, in code point order, but those of rooms with a password. */
  activeRooms(): Promise<Map<string, string[]>>;

  /** Rejects while the store cannot serve. */
  check(): Promise<void>;

  /** Hears what happens to the store as a whole. One listener. */
  watch(listener: (event: StoreEvent) => void): void;

  /**
   * Finishes what was accepted and lets go. Sessions still in rooms are not taken out at once: their people have
   * some seconds to come back on another node, or on this one after a restart, before anyone is told that they left.
   */
  close(): Promise<void>;
}
