// The reading of a history list: our own entries as they are, and what something else wrote there, as far as a message
// can be made of it. The app this chat grew from wrote `{username, message, timestamp}` without an id.

import {
  type Message,
  USERNAME_MAX,
  cleanMessage,
  hasVisibleText,
  isUsername,
  readMessage,
} from "@chat/protocol";

import type { StoredMessage } from "../../rooms/room-store.ts";
import { readStored } from "./announcements.ts";

/** A history list, read. */
export interface Entries {
  /** Our own messages, oldest first, ids ascending. */
  messages: StoredMessage[];
  /** For each foreign entry that can be read: what it is, and what it would be as a message of ours. */
  adoptable: { raw: string; json: string }[];
}

/** Reads the entries of a room's list, newest first as Redis answers them. What cannot be read is left out. */
export function readEntries(room: string, raws: readonly string[]): Entries {
  const messages: StoredMessage[] = [];
  const adoptable: Entries["adoptable"] = [];
  let last = 0;
  let foreign: { raw: string; fields: Fields }[] = [];
  const adopt = (before: number) => {
    for (const [index, { raw, fields }] of foreign.entries()) {
      // Its own moment as an id, squeezed between its neighbours.
      const ceiling = before - (foreign.length - index);
      const id = Math.min(Math.max(last + 1, fields.at * 1_000), ceiling);
      if (id <= last) continue;
      const message: Message = {
        id,
        prev: last,
        room,
        username: fields.username,
        message: fields.message,
        timestamp: new Date(fields.at).toISOString(),
      };
      const json = JSON.stringify(message);
      adoptable.push({ raw, json });
      messages.push({ id, prev: last, json });
      last = id;
    }
    foreign = [];
  };
  for (const raw of [...raws].reverse()) {
    const own = readOwn(room, raw);
    if (own && own.id > last) {
      adopt(own.id);
      messages.push(own);
      last = own.id;
    } else if (!own) {
      const fields = readForeign(raw);
      if (fields) foreign.push({ raw, fields });
    }
  }
  adopt(Date.now() * 1_000);
  return { messages, adoptable };
}

interface Fields {
  username: string;
  message: string;
  /** Milliseconds since the epoch. */
  at: number;
}

function readOwn(room: string, raw: string): StoredMessage | undefined {
  const stored = readStored(raw);
  if (!stored) return undefined;
  const message = readMessage(parseJson(raw));
  return message?.room === room ? stored : undefined;
}

function readForeign(raw: string): Fields | undefined {
  const value = parseJson(raw);
  if (typeof value !== "object" || value === null) return undefined;
  const fields = value as Record<string, unknown>;
  const text = fields["message"] ?? fields["text"];
  const at = readMoment(fields["timestamp"]);
  if (typeof text !== "string" || at === undefined) return undefined;
  const message = cleanMessage(text);
  if (!hasVisibleText(message)) return undefined;
  return { username: toUsername(fields["username"]), message, at };
}

/** Seconds or milliseconds since the epoch, or ISO 8601; without a zone it is UTC. Never in the future. */
function readMoment(value: unknown): number | undefined {
  let at: number;
  if (typeof value === "number") at = value < 1e11 ? value * 1_000 : value;
  else if (typeof value === "string")
    at = Date.parse(/(Z|[+-]\d\d:?\d\d)$/.test(value) ? value : `${value}Z`);
  else return undefined;
  return Number.isFinite(at) && at > 0 ? Math.min(Math.floor(at), Date.now()) : undefined;
}

/** A name that follows today's rule, as near to the old one as can be. */
function toUsername(value: unknown): string {
  const name = (typeof value === "string" ? value : "")
    .normalize("NFC")
    .replace(/[^\p{L}\p{M}\p{Nd}\-_.]+|\p{Default_Ignorable_Code_Point}+/gu, "_")
    .replace(/^[^\p{L}\p{Nd}]+/u, "")
    .replace(/_+$/u, "");
  const cut = Array.from(name).slice(0, USERNAME_MAX).join("");
  return isUsername(cut) ? cut : "unknown";
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
