// Tells somebody who looks elsewhere that they were called by name, where they allowed it.

import type { ChatEvent } from "@chat/client";
import { formatAddress } from "./address.ts";
import { isMention } from "./mentions.ts";

/** As much of a message as a notification shows, in UTF-16 units. */
const BODY_MAX = 200;

/** Whether the browser would ask for leave to notify. Over plain HTTP and where it was answered it does not. */
export function canAskToNotify(): boolean {
  return "Notification" in globalThis && Notification.permission === "default";
}

/** What to say about an event, undefined where there is nothing to say. Pure. */
export function toAlert(
  event: ChatEvent,
  username: string,
): { title: string; body: string; room: string } | undefined {
  if (event.type !== "entry" || event.backlog || event.entry.type !== "message") return undefined;
  const { message } = event.entry;
  if (message.username === username || !isMention(message.message, username)) return undefined;
  const body = message.message.slice(0, BODY_MAX);
  return { title: `${message.username} in ${event.room}`, body, room: event.room };
}

/** Shows it. A newer one of the same room takes its place; a click leads to the room. */
export function showAlert({ title, body, room }: NonNullable<ReturnType<typeof toAlert>>): void {
  if (!("Notification" in globalThis) || Notification.permission !== "granted") return;
  try {
    const notification = new Notification(title, { body, tag: `chat ${room}` });
    notification.addEventListener("click", () => {
      window.focus();
      location.hash = formatAddress(room);
      notification.close();
    });
  } catch {
    // Browsers of telephones want a service worker for this: there the title alone counts.
  }
}
