// Notifications of mentions while the page is open and nobody looks at it. What decides on them and shows them is loaded
// when there is first something to decide.

import type { ChatClient } from "@chat/client";
import { isLookedAt } from "./attention.ts";

/** Whether the browser would ask for leave to notify. Over plain HTTP and where it was answered it does not. */
export function canAskToNotify(): boolean {
  return permission() === "default";
}

/** Asks for it. `onAnswer` is called when that is over, however it ended. */
export function askToNotify(onAnswer: () => void): void {
  void Notification.requestPermission().then(onAnswer, onAnswer);
}

/** Begins to notify. Ends with the client. */
export function notifyOfMentions(client: ChatClient): void {
  client.listen((event) => {
    // In this order: a backlog has many entries, and the browser asks another process whether it may notify.
    if (event.type !== "entry" || event.backlog) return;
    if (isLookedAt() || permission() !== "granted") return;
    import("./notifications.ts")
      .then(async (file) => file.tellOf(event, client.getSnapshot().username))
      .catch(() => {
        // What cannot be shown is in the title all the same.
      });
  });
}

/** Undefined where the browser has no notifications. */
function permission(): NotificationPermission | undefined {
  // Not every browser has what the types promise.
  return (globalThis as { Notification?: typeof Notification }).Notification?.permission;
}
