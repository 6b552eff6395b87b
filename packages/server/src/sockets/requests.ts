// The requests of a connection: for each event its parser and what the chat does about it. One record an event.

import {
  type Answers,
  type RequestName,
  parseHistoryRequest,
  parseJoinRequest,
  parseMembersRequest,
  parsePostRequest,
  parseRoomRequest,
  parseTypingRequest,
} from "@chat/protocol";
import { parseModerationRequest } from "@chat/protocol/moderation";

import type { Act } from "../limits/limiter.ts";
import type { Chat } from "../rooms/chat.ts";
import { toHistoryJson } from "../rooms/page.ts";
import type { Appended } from "../rooms/room-store.ts";
import { Spliced } from "./request-parser.ts";

/**
 * Answers a request of a connection: with what is said besides `ok`, or with the whole as JSON.
 *
 * @throws ChatError, at once or by the promise
 */
export type Request<T> = (chat: Chat, connection: string, payload: unknown) => Promise<T | Spliced>;

/** What is done about each event. */
export const requests: { [Name in RequestName]: Request<Answers[Name]> } = {
  join: (chat, connection, payload) => chat.join(connection, parseJoinRequest(payload)),

  leave: async (chat, connection, payload) => {
    const { room } = parseRoomRequest(payload);
    await chat.leave(connection, room);
    return { room };
  },

  message: (chat, connection, payload) =>
    chat.post(connection, parsePostRequest(payload)).then(toPosted),

  history: async (chat, connection, payload) => {
    const request = parseHistoryRequest(payload);
    const history = toHistoryJson(request.room, await chat.history(connection, request));
    return new Spliced(`{"ok":true,${history.slice(1)}`);
  },

  members: async (chat, connection, payload) => {
    const request = parseMembersRequest(payload);
    return { room: request.room, members: await chat.members(connection, request) };
  },

  rooms: async (chat) => ({ rooms: await chat.rooms() }),

  typing: async (chat, connection, payload) => {
    await chat.type(connection, parseTypingRequest(payload));
    return {};
  },

  moderate: async (chat, connection, payload) => ({
    moderated: await chat.moderate(connection, parseModerationRequest(payload)),
  }),
};

function toPosted({ message }: Appended): Spliced {
  return new Spliced(`{"ok":true,"message":${message.json}}`);
}

const ACTS: Partial<Record<RequestName, Act>> = {
  message: "messages",
  join: "joins",
  typing: "typing",
};

/** What a request counts as for the limits: what others hear of as itself, all else as reading. */
export function actOf(name: RequestName): Act {
  return ACTS[name] ?? "reads";
}
