// The typed event maps of the Socket.IO namespace `/`. Payloads from clients are unknown until parsed.

import type { WireError } from "./errors.ts";
import type { Moderated } from "./moderated.ts";
import type { ModerationRequest } from "./moderation.ts";
import type { Joined, Left, Message, RoomSummary } from "./message.ts";

/** What a request is acknowledged with: its answer, or an error. */
export type Acknowledgement<T> = ({ ok: true } & T) | { ok: false; error: WireError };

/** The acknowledgement callback of a request. */
export type Acknowledge<T> = (answer: Acknowledgement<T>) => void;

/** Part of a room's history, oldest first: the payload of `room_history`. */
export interface RoomHistory {
  room: string;
  messages: Message[];
  /** True where it is certain that nothing between `after` (else the room's beginning) and the first message is missing. */
  complete: boolean;
}

/** Who is in a room. */
export interface RoomMembers {
  room: string;
  /** In code point order. */
  members: string[];
}

/** The answer to `join`. What is absent is not so. */
export interface JoinAnswer extends RoomMembers {
  username: string;
  /** What operators say the room is about. */
  topic?: string;
  /** Operators alone may speak. */
  closed?: true;
  /** The room has a password. */
  private?: true;
  /** The name is an operator's, and who joined owns it. */
  operator?: true;
  /** With `after`: messages up to it that were deleted, as far as the server still has them. */
  deleted?: number[];
}

/** Somebody began or stopped typing. */
export interface Typing {
  room: string;
  username: string;
  typing: boolean;
}

/** What failed of a request that carried no acknowledgement callback. */
export interface ChatErrorEvent {
  /** The event the client sent. */
  event: string;
  code: WireError["code"];
  message: string;
  retryAfterMs?: number;
}

/** The answer each request is acknowledged with. */
export interface Answers {
  join: JoinAnswer;
  leave: { room: string };
  message: { message: Message };
  history: RoomHistory;
  members: RoomMembers;
  rooms: { rooms: RoomSummary[] };
  typing: object;
  moderate: { moderated: Moderated };
}

/** The name of a request. */
export type RequestName = keyof Answers;

/** What a client sends, as a client types it. */
export interface ClientToServerEvents {
  join: (
    payload: {
      room: string;
      username: string;
      limit?: number;
      after?: number;
      password?: string;
    },
    acknowledge: Acknowledge<Answers["join"]>,
  ) => void;
  leave: (payload: { room: string }, acknowledge: Acknowledge<Answers["leave"]>) => void;
  message: (
    payload: {
      room: string;
      message: string;
      username?: string;
      nonce?: string;
      password?: string;
    },
    acknowledge: Acknowledge<Answers["message"]>,
  ) => void;
  history: (
    payload: {
      room: string;
      before?: number;
      after?: number;
      limit?: number;
      password?: string;
    },
    acknowledge: Acknowledge<Answers["history"]>,
  ) => void;
  members: (
    payload: { room: string; password?: string },
    acknowledge: Acknowledge<Answers["members"]>,
  ) => void;
  moderate: (payload: ModerationRequest, acknowledge: Acknowledge<Answers["moderate"]>) => void;
  rooms: (payload: object, acknowledge: Acknowledge<Answers["rooms"]>) => void;
  typing: (
    payload: { room: string; typing: boolean },
    acknowledge: Acknowledge<Answers["typing"]>,
  ) => void;
}

/** What a server sends. */
export interface ServerToClientEvents {
  room_history: (history: RoomHistory) => void;
  message: (message: Message) => void;
  user_joined: (joined: Joined) => void;
  user_left: (left: Left) => void;
  typing: (typing: Typing) => void;
  moderated: (moderated: Moderated) => void;
  chat_error: (error: ChatErrorEvent) => void;
}

/** What a client may put into the handshake's `auth`. */
export interface HandshakeAuth {
  username?: string;
  /** The server's token, where it asks for one. */
  token?: string;
  /** What proves that a name is one's own. */
  secret?: string;
}

/** The answer to `GET /stats`. */
export interface Stats {
  /** The members of each room that has some. */
  active_rooms: Record<string, string[]>;
  /** How many rooms have members. */
  rooms: number;
  /** How many connections this node holds. */
  clients: number;
  /** Seconds since this node started. */
  uptime: number;
  store: "redis" | "embedded";
  /** The name of the node that answered. */
  node: string;
  /** The version of its server. */
  version: string;
}
