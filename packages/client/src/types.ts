// What a face sees of the chat: the snapshot and its parts. No code, no transport, no framework.

import type {
  Joined,
  LeaveReason,
  Message,
  Moderated,
  RoomSummary,
  WireError,
} from "@chat/protocol";
import type { ModerationRequest } from "@chat/protocol/moderation";

/** How the connection stands. */
export interface ConnectionState {
  /**
   * - `idle`: `connect` was not called yet
   * - `connecting`: the first connection is under way
   * - `connected`: requests are answered
   * - `reconnecting`: lost; being tried again, without end
   * - `refused`: the server does not let this client in (token, origin); it is not tried again
   * - `closed`: `close` was called
   */
  status: "idle" | "connecting" | "connected" | "reconnecting" | "refused" | "closed";
  /** When it came to stand so, in milliseconds since the epoch. */
  since: number;
  /** Why it is not connected, where that is known. */
  error?: ConnectionError;
}

/** Why a connection failed: a refusal by the server, or a network that does not answer. */
export interface ConnectionError {
  /** The code of a {@link WireError}, or `unreachable`. */
  code: WireError["code"] | "unreachable";
  /** A sentence for a person. */
  message: string;
}

/** One line of a room, in the order of the room. `key` is unique in its room and never changes. */
export type Entry = MessageEntry | JoinedEntry | LeftEntry | ModeratedEntry | GapEntry;

/** A stored message. */
export interface MessageEntry {
  type: "message";
  key: string;
  message: Message;
}

/** Somebody came. */
export interface JoinedEntry extends Joined {
  type: "joined";
  key: string;
}

/** Somebody left. */
export interface LeftEntry extends Joined {
  type: "left";
  key: string;
  reason: LeaveReason;
}

/** An operator did something. A deleted message stays in its place, too, without its text. */
export interface ModeratedEntry extends Moderated {
  type: "moderated";
  key: string;
}

/** Messages are missing here and cannot be had any more. Shown as a hole, never papered over. */
export interface GapEntry {
  type: "gap";
  key: string;
  /** The id of the last message before the hole. */
  after: number;
  /** The id of the first message behind it, undefined while none is known. */
  before?: number;
}

/** Text that the server has not acknowledged: waiting, on its way, or refused for good. */
export interface Draft {
  room: string;
  text: string;
  /** The same nonce is the same message, however often it is sent. */
  nonce: string;
  /** When it was handed over, in milliseconds since the epoch. */
  createdAt: number;
  state: "waiting" | "sending" | "failed";
  /** Why it failed, or why it has to wait. */
  error?: ConnectionError | WireError;
}

/** What a face renders of one room. */
export interface RoomSnapshot {
  room: string;
  /** `refused`: the server does not let this client into the room, or an operator took it out, see `error`. */
  status: "joining" | "joined" | "refused";
  error?: WireError;
  /** Messages, notices and gaps, oldest first. Messages ascend by id. */
  entries: readonly Entry[];
  /** The outbox of this room, oldest first. */
  drafts: readonly Draft[];
  /** Who is here, in the server's order. */
  members: readonly string[];
  /** What operators say the room is about, undefined where they say nothing. */
  topic?: string | undefined;
  /** Whether operators alone may speak. */
  closed?: boolean;
  /** Whether the room has a password. */
  private?: boolean;
  /** Whether one is an operator here. */
  operator?: boolean;
  /** Who is typing, oneself excepted. */
  typing: readonly string[];
  /** The id of the newest message known, 0 where there is none. */
  lastId: number;
  /** Whether older messages may be had with `loadOlder`: `none` once the history's beginning is reached. */
  older: "maybe" | "loading" | "none";
}

/** Everything a face renders. Immutable: a change makes a new one, parts that did not change are kept. */
export interface ChatSnapshot {
  username: string;
  connection: ConnectionState;
  /** The rooms of this client, in the order they were joined. */
  rooms: ReadonlyMap<string, RoomSnapshot>;
}

/** What the client tells a listener, in order, as it happens. For faces that print line by line. */
export type ChatEvent =
  | {
      /** New at the end of a room: backlog first, then live. Every message exactly once, by ascending id. */
      type: "entry";
      room: string;
      entry: Entry;
      /** True for what was there before this client came (its first backlog). */
      backlog: boolean;
    }
  | { type: "connection"; connection: ConnectionState }
  | { type: "joined"; room: string; members: readonly string[] }
  /** Entered again after a lost connection; what was missed was told before, as far as the server still has it. */
  | { type: "rejoined"; room: string }
  | { type: "refused"; room: string; error: WireError }
  | { type: "draft"; draft: Draft };

/** How {@link ChatClient} is made. */
export interface ChatClientOptions {
  /** The server's address, `http://` or `https://`. */
  url: string;
  /** The name to join rooms and post with. */
  username: string;
  /** The server's token, where it asks for one. */
  token?: string;
  /** What proves that the name is one's own. */
  secret?: string;
  /** The password of a private room, where it is known. Asked each time a room is entered without one being given. */
  roomPassword?: (room: string) => string | undefined;
  /** How many messages of the backlog a first join asks for, 0 to 100; 100 where absent. */
  backlog?: number;
  /** How many entries of a room are kept in memory; the oldest go first. 10,000 where absent. */
  keepEntries?: number;
  /** Where drafts are kept over a restart; in memory alone where absent. */
  outboxStorage?: OutboxStorage;
}

/** Keeps the outbox over a restart of the face (local storage, a file). Both calls may throw; the client goes on. */
export interface OutboxStorage {
  /** The drafts kept by the last `save`; an empty list where there are none. */
  load(): readonly Draft[];
  /** Replaces what is kept. */
  save(drafts: readonly Draft[]): void;
}

/** What `send` hands back at once, while the draft is under way. */
export interface Sending {
  draft: Draft;
  /**
   * Settles when the server has the message, or has refused it for good (rejects with a ChatError). It waits out
   * lost connections; `close` rejects it with `unavailable`.
   */
  stored: Promise<Message>;
}

/** The public face of the client. See {@link RoomSnapshot} for what comes of it. */
export interface ChatClientApi {
  /** Begins to connect, and goes on trying until `close` or a refusal. */
  connect(): void;
  /** Settles once connected. @throws ChatError `unauthorized` and the like on a refusal, `unavailable` after `timeoutMs` */
  connected(timeoutMs: number): Promise<void>;
  /**
   * Enters a room, and enters it again after every reconnect, unless an operator took one out. Settles with the first
   * acknowledgement.
   *
   * @throws ChatError `password_required` and `wrong_password` where the room is private: join it again with `password`
   */
  join(
    room: string,
    options?: { after?: number; backlog?: number; password?: string },
  ): Promise<RoomSnapshot>;
  /** Leaves a room and forgets it. */
  leave(room: string): Promise<void>;
  /**
   * Puts text into the outbox of a room. Drafts of a room are stored in the order they were handed over, each once.
   * @throws ChatError at once for text or a room that no server would take
   */
  send(room: string, text: string, options?: { nonce?: string }): Sending;
  /** Tries a failed draft again, with the same nonce. */
  retry(nonce: string): void;
  /** Forgets a failed or waiting draft. */
  discard(nonce: string): void;
  /** Loads a page of older history into a joined room; settles when it is in the snapshot. @throws ChatError */
  loadOlder(room: string): Promise<void>;
  /** Says that one is typing, or has stopped. Sent sparingly, never repeated, dropped while offline. */
  setTyping(room: string, typing: boolean): void;
  /** Asks the server. @throws ChatError, `unavailable` where it is not connected or does not answer in time */
  rooms(): Promise<RoomSummary[]>;
  members(room: string, options?: { password?: string }): Promise<string[]>;
  history(
    room: string,
    options?: { limit?: number; before?: number; after?: number; password?: string },
  ): Promise<{ room: string; messages: Message[]; complete: boolean }>;
  /** Does what operators alone may do. Settles with what the room is told. @throws ChatError `forbidden` and others */
  moderate(request: ModerationRequest): Promise<Moderated>;
  /** The newest snapshot; the same object until something changes. Cheap to call, also in a flood. */
  getSnapshot(): ChatSnapshot;
  /** Calls back after each turn of the event loop in which something changed. Returns how to stop. */
  subscribe(listener: () => void): () => void;
  /** Hears every event in order. Returns how to stop. */
  listen(listener: (event: ChatEvent) => void): () => void;
  /** Says goodbye and disconnects. Drafts that were not acknowledged stay with the outbox storage. */
  close(): Promise<void>;
}
