// The Socket.IO side as an AsyncAPI 3 document: what may be asked, how it is answered, what a server says by itself.

import { NONCE_WINDOW_MS, type RequestName, type ServerToClientEvents } from "@chat/protocol";

import {
  answerReference,
  eventReference,
  requestReference,
  toReference,
  toSchemas,
} from "./wire-schemas.ts";

const REQUESTS: Record<RequestName, string> = {
  join: "Enter a room: its backlog comes as room_history, before the answer.",
  leave: "Leave a room.",
  message: `Post. Answered once the store has it; the same username, room and nonce within ${NONCE_WINDOW_MS / 60_000} minutes is the same message.`,
  history: "Read a part of a room's history: before an id, after an id, or the newest.",
  members: "Who is in a room.",
  rooms: "The rooms that have members or a history.",
  typing: "Say that one began or stopped typing.",
  moderate: "Do what operators alone may do.",
};

const EVENTS: Record<keyof ServerToClientEvents, string> = {
  room_history: "The backlog, to the joiner alone.",
  message: "A message of a room that one is in; one's own too.",
  user_joined: "A name came into the room.",
  user_left: "A name's last connection left the room.",
  typing: "Somebody else began or stopped typing.",
  moderated: "An operator did something.",
  chat_error: "A request that had no callback failed.",
};

const CHANNEL = { $ref: "#/channels/chat" };

/** The document. `version` is the server's. */
export function createAsyncApi(version: string): object {
  const requests = Object.keys(REQUESTS) as RequestName[];
  const events = Object.keys(EVENTS) as (keyof ServerToClientEvents)[];
  return {
    asyncapi: "3.0.0",
    info: {
      title: "chat",
      version,
      description:
        "Socket.IO's protocol 5, namespace `/`. A message here is an event; its payload is the event's one argument. " +
        "A request may carry an acknowledgement callback, which gets the answer; without one a failure comes as chat_error. " +
        "In requests null counts as absent and unknown fields are left alone.",
      license: { name: "MIT" },
    },
    defaultContentType: "application/json",
    servers: {
      local: {
        host: "localhost:8000",
        pathname: "/socket.io",
        protocol: "ws",
        description: "WebSocket or long-polling. The handshake's `auth` is a HandshakeAuth.",
      },
    },
    channels: {
      chat: {
        address: "/",
        description: "The namespace.",
        messages: Object.fromEntries([
          ...requests.flatMap((name) => [
            [`${name}.request`, ofMessages(`${name}.request`)],
            [`${name}.answer`, ofMessages(`${name}.answer`)],
          ]),
          ...events.map((name) => [`${name}.event`, ofMessages(`${name}.event`)]),
        ]),
      },
    },
    operations: Object.fromEntries([
      ...requests.map((name) => [`${name}.request`, toRequestOperation(name)]),
      ...events.map((name) => [
        `${name}.event`,
        {
          action: "send",
          channel: CHANNEL,
          summary: EVENTS[name],
          messages: [ofChannel(`${name}.event`)],
        },
      ]),
    ]),
    components: {
      messages: Object.fromEntries([
        ...requests.flatMap((name) => [
          [`${name}.request`, { name, title: `${name}, asked`, payload: requestReference(name) }],
          [
            `${name}.answer`,
            { name, title: `${name}, answered`, payload: toAcknowledgement(answerReference(name)) },
          ],
        ]),
        ...events.map((name) => [
          `${name}.event`,
          { name, title: `${name}, heard`, payload: eventReference(name) },
        ]),
      ]),
      schemas: {
        ...toSchemas("draft-07"),
        Failure: {
          type: "object",
          properties: { ok: { const: false }, error: toReference("Error") },
          required: ["ok", "error"],
        },
      },
    },
  };
}

function toRequestOperation(name: RequestName): object {
  return {
    action: "receive",
    channel: CHANNEL,
    summary: REQUESTS[name],
    messages: [ofChannel(`${name}.request`)],
    reply: { channel: CHANNEL, messages: [ofChannel(`${name}.answer`)] },
  };
}

function toAcknowledgement(answer: object): object {
  const success = { type: "object", properties: { ok: { const: true } }, required: ["ok"] };
  return { oneOf: [{ allOf: [success, answer] }, toReference("Failure")] };
}

function ofChannel(message: string): object {
  return { $ref: `#/channels/chat/messages/${message}` };
}

function ofMessages(message: string): object {
  return { $ref: `#/components/messages/${message}` };
}
