// Which message calls for attention: by what the person wants to be told of, and not what is in view or old.
// Knows no terminal.

import type { ChatEvent } from "@chat/client";
import type { Message } from "@chat/protocol";

import type { Preferences } from "../preferences/preferences.ts";
import { mentions } from "../screen/mentions.ts";

/** How things stand for the person. */
export interface Attention {
  username: string;
  /** The room in view. */
  room: string;
  /** Whether its newest message is in view. */
  live: boolean;
  /** Whether the terminal's window is in front, as far as one knows. */
  focused: boolean;
}

/** The message of an event that calls for attention, undefined where nothing does. */
export function toAlert(
  event: ChatEvent,
  attention: Attention,
  preferences: Preferences,
): Message | undefined {
  if (event.type !== "entry" || event.backlog || event.entry.type !== "message") return undefined;
  const { message } = event.entry;
  const { room, username } = message;
  // In a flood this is all that is looked at.
  if (room === attention.room && attention.live && attention.focused) return undefined;
  if (username === attention.username || preferences.ignored.includes(username)) return undefined;
  if (preferences.muted.includes(room)) return undefined;
  const level = preferences.notifyIn(room);
  if (level === "off") return undefined;
  return level === "all" || mentions(message.message, attention.username) ? message : undefined;
}
