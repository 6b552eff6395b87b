// Notifications of mentions while the page is open and nobody looks at it. What decides on them and shows them is loaded
// when there is first something to decide.

import { useEffect, useState } from "preact/hooks";
import type { ChatClient } from "@chat/client";
import { isLookedAt } from "./use-attention.ts";

/** @returns how to ask for leave, undefined where there is nothing to ask */
export function useMentionAlerts(client: ChatClient): (() => void) | undefined {
  const [askable, setAskable] = useState(canAsk);
  useEffect(
    () =>
      client.listen((event) => {
        // In this order: a backlog has many entries, and the browser asks another process whether it may notify.
        if (event.type !== "entry" || event.backlog) return;
        if (isLookedAt() || permission() !== "granted") return;
        import("./notifications.ts")
          .then(async (file) => file.tellOf(event, client.getSnapshot().username))
          .catch(() => {
            // What cannot be shown is in the title all the same.
          });
      }),
    [client],
  );
  if (!askable) return undefined;
  const answered = (): void => setAskable(canAsk());
  return () => void Notification.requestPermission().then(answered, answered);
}

/** Over plain HTTP and where it was answered, the browser does not ask. */
function canAsk(): boolean {
  return permission() === "default";
}

/** Undefined where the browser has no notifications. */
function permission(): NotificationPermission | undefined {
  // Not every browser has what the types promise.
  return (globalThis as { Notification?: typeof Notification }).Notification?.permission;
}
