// Notifications of mentions while the page is open and nobody looks at it.

import { useEffect, useState } from "preact/hooks";
import type { ChatClient } from "@chat/client";
import { canAskToNotify, mayNotify, toAlert } from "./mention-alert.ts";
import { isLookedAt } from "./use-attention.ts";

/** @returns how to ask for leave, undefined where there is nothing to ask */
export function useMentionAlerts(client: ChatClient): (() => void) | undefined {
  const [askable, setAskable] = useState(canAskToNotify);
  useEffect(
    () =>
      client.listen((event) => {
        if (!mayNotify() || isLookedAt()) return;
        const alert = toAlert(event, client.getSnapshot().username);
        if (alert === undefined) return;
        import("./notifications.ts")
          .then(async ({ showAlert }) => showAlert(alert))
          .catch(() => {
            // What cannot be shown is in the title all the same.
          });
      }),
    [client],
  );
  if (!askable) return undefined;
  return () => {
    Notification.requestPermission().then(
      () => setAskable(canAskToNotify()),
      () => setAskable(false),
    );
  };
}
