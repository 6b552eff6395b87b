// What a message becomes when its text is taken away. Its place in the order, its author and its moment stay.

import { DELETED_TEXT, type Message } from "@chat/protocol";

import type { StoredMessage } from "./room-store.ts";

/** How far from the end the mark's last letter stands: behind it come a timestamp, which is always as long, and its name. */
const MARK_END = ',"timestamp":"2026-01-01T00:00:00.000Z"}'.length + 1;

/** The message without its text. */
export function toErased({ id, prev, json }: StoredMessage): StoredMessage {
  const { room, username, timestamp } = JSON.parse(json) as Message;
  const erased = { id, prev, room, username, message: DELETED_TEXT, deleted: true, timestamp };
  return { id, prev, json: JSON.stringify(erased) };
}

/** Whether the text of a message was taken away. Looks at one letter: a text would end there with its quotation mark. */
export function isErased({ json }: StoredMessage): boolean {
  return json[json.length - MARK_END] === "e";
}
