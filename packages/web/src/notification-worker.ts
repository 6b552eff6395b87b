// The service worker behind notifications: leads a click on one back to the page and its room. Answers no request of the
// page, keeps nothing, and runs only where the page itself may not show notifications.

interface PageWindow {
  postMessage: (message: string) => void;
  focus: () => Promise<unknown>;
}

interface NotificationClick extends Event {
  notification: Notification;
  waitUntil: (done: Promise<unknown>) => void;
}

interface WorkerScope {
  addEventListener: (
    type: "notificationclick",
    listener: (event: NotificationClick) => void,
  ) => void;
  clients: {
    matchAll: (options: { type: "window"; includeUncontrolled: boolean }) => Promise<PageWindow[]>;
    openWindow: (address: string) => Promise<unknown>;
  };
}

const scope = globalThis as unknown as WorkerScope;

scope.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(leadTo(String(event.notification.data)));
});

async function leadTo(address: string): Promise<void> {
  const [page] = await scope.clients.matchAll({ type: "window", includeUncontrolled: true });
  if (page === undefined) return void (await scope.clients.openWindow(address));
  // A page of this origin: it knows no target origin.
  // oxlint-disable-next-line unicorn/require-post-message-target-origin
  page.postMessage(address);
  await page.focus();
}
