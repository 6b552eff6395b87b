// The requests of the wire as typed calls: what goes out is checked, what comes back is read. Knows how to ask, not
// the socket and not what the answers are for.

import {
  PAGE_MAX,
  parseRoomName,
  type Message,
  type Moderated,
  type RoomHistory,
  type RoomSummary,
} from "@chat/protocol";
import type { ModerationRequest } from "@chat/protocol/moderation";

import { nonsense, readMembers, readRoomHistory, readRooms, readStoredMessage } from "./answers.ts";
import { type RoomWelcome, readModerated, readWelcome } from "./moderation-answers.ts";
import type { Draft } from "./types.ts";

/** Sends a request and settles with the fields of its acknowledgement. @throws ChatError */
export type Ask = (event: string, payload: object) => Promise<Record<string, unknown>>;

/** What may be asked of a server. Every call may reject with a ChatError. */
export class ServerRequests {
  #ask: Ask;

  constructor(ask: Ask) {
    this.#ask = ask;
  }

  /** Enters a room: its newest messages, or what is newer than `after`. Settles with how the room is. */
  async join(payload: {
    room: string;
    username: string;
    limit: number;
    after?: number;
    password?: string;
  }): Promise<RoomWelcome> {
    return readWelcome(await this.#ask("join", payload));
  }

  /** Does what operators alone may do. Settles with what the room is told. */
  async moderate(request: ModerationRequest): Promise<Moderated> {
    const moderated = readModerated((await this.#ask("moderate", request))["moderated"]);
    if (moderated === undefined) throw nonsense();
    return moderated;
  }

  async leave(room: string): Promise<void> {
    await this.#ask("leave", { room });
  }

  /** Posts a draft. Settles with its message, once the store has it. */
  async post({ room, text, nonce }: Draft, username: string): Promise<Message> {
    return readStoredMessage(await this.#ask("message", { room, message: text, username, nonce }));
  }

  async typing(room: string, typing: boolean): Promise<void> {
    await this.#ask("typing", { room, typing });
  }

  async rooms(): Promise<RoomSummary[]> {
    return readRooms(await this.#ask("rooms", {}));
  }

  async members(name: string, options: { password?: string } = {}): Promise<string[]> {
    return readMembers(await this.#ask("members", { room: parseRoomName(name), ...options }));
  }

  async history(
    name: string,
    range: { limit?: number; before?: number; after?: number; password?: string } = {},
  ): Promise<RoomHistory> {
    const room = parseRoomName(name);
    const answer = await this.#ask("history", { room, limit: PAGE_MAX, ...range });
    const history = readRoomHistory(answer);
    if (history?.room === room) return history;
    throw nonsense();
  }
}
