// The requests of a connection: for each event its parser and what the chat does about it. One record an event.

import {
  type Answers,
  type Message,
  type RequestName,
  parseHistoryRequest,
  parseJoinRequest,
  parsePostRequest,
  parseRoomRequest,
  parseTypingRequest,
} from "@chat/protocol";

import type { Chat } from "../rooms/chat.ts";
import type { Page } from "../rooms/room-store.ts";

/** Answers a request of a connection. @throws ChatError */
export type Request<T> = (chat: Chat, connection: string, payload: unknown) => Promise<T>;

/** What is done about each event. */
export const requests: { [Name in RequestName]: Request<Answers[Name]> } = {
  join: (chat, connection, payload) => chat.join(connection, parseJoinRequest(payload)),

  leave: async (chat, connection, payload) => {
    const { room } = parseRoomRequest(payload);
    await chat.leave(connection, room);
    return { room };
  },

  message: async (chat, connection, payload) => {
    const { json } = await chat.post(connection, parsePostRequest(payload));
    return { message: JSON.parse(json) as Message };
  },

  history: async (chat, _connection, payload) => {
    const request = parseHistoryRequest(payload);
    const { messages, complete } = await chat.history(request);
    return { room: request.room, messages: toMessages(messages), complete };
  },

  members: async (chat, _connection, payload) => {
    const { room } = parseRoomRequest(payload);
    return { room, members: await chat.members(room) };
  },

  rooms: async (chat) => ({ rooms: await chat.rooms() }),

  typing: async (chat, connection, payload) => {
    await chat.type(connection, parseTypingRequest(payload));
    return {};
  },
};

function toMessages(messages: Page["messages"]): Message[] {
  return messages.map(({ json }) => JSON.parse(json) as Message);
}
