// What to tell somebody who looks elsewhere: that they were called by name. Pure.

import type { ChatEvent } from "@chat/client";
import { formatAddress } from "./address.ts";
import { isMention } from "./mentions.ts";

/** What is shown. */
export interface Alert {
  title: string;
  body: string;
  /** A newer alert of the same topic takes the place of an older one. */
  topic: string;
  /** The hash that a click leads to. */
  hash: string;
}

/** As much of a message as a notification shows, in UTF-16 units. */
const BODY_MAX = 200;

/** What to say about an event, undefined where there is nothing to say. */
export function toAlert(event: ChatEvent, username: string): Alert | undefined {
  if (event.type !== "entry" || event.backlog || event.entry.type !== "message") return undefined;
  const { message } = event.entry;
  if (message.username === username || !isMention(message.message, username)) return undefined;
  return {
    title: `${message.username} in ${event.room}`,
    body: message.message.slice(0, BODY_MAX),
    topic: `chat ${event.room}`,
    hash: formatAddress(event.room),
  };
}
