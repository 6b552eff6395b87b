// Tells somebody who looks elsewhere that they were called by name, where they allowed it.

import type { ChatEvent } from "@chat/client";
import { formatAddress } from "./address.ts";
import { isMention } from "./mentions.ts";
import type { Alert } from "./notifications.ts";

/** As much of a message as a notification shows, in UTF-16 units. */
const BODY_MAX = 200;

/** Whether the browser would ask for leave to notify. Over plain HTTP and where it was answered it does not. */
export function canAskToNotify(): boolean {
  return "Notification" in globalThis && Notification.permission === "default";
}

/** Whether it was allowed. */
export function mayNotify(): boolean {
  return "Notification" in globalThis && Notification.permission === "granted";
}

/** What to say about an event, undefined where there is nothing to say. Pure. */
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
