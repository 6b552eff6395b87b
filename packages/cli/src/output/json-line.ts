// How entries look as JSON, one object a line. Source: the contract's "JSON is one object a line".

import type { Entry } from "@chat/client";
import type { Message } from "@chat/protocol";

/** A message as a line of JSON, with `type: "message"`. */
export function toMessageJson(message: Message): string {
  return JSON.stringify({ type: "message", ...message });
}

/** An entry as a line of JSON: type `message`, `joined`, `left` or `gap`, with the fields that fit. */
export function toEntryJson(room: string, entry: Entry): string {
  if (entry.type === "message") return toMessageJson(entry.message);
  const { type, key: _key, ...fields } = entry;
  return JSON.stringify({ type, room, ...fields });
}
