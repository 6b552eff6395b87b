// Shows notifications: by the page itself or, as browsers of telephones want it, by a service worker. A file of its own,
// loaded with the first notification. Knows nothing of why there is one.

import workerAddress from "./notification-worker.ts?worker&url";

/** What is shown. */
export interface Alert {
  title: string;
  body: string;
  /** A newer alert of the same topic takes the place of an older one. */
  topic: string;
  /** The hash that a click leads to. */
  hash: string;
}

/** A browser that knows trusted types takes the address of a worker from such a policy alone. */
interface ScriptPolicies {
  createPolicy: (
    name: string,
    rules: { createScriptURL: () => string },
  ) => { createScriptURL: (input: string) => string };
}

let worker: Promise<ServiceWorkerRegistration> | undefined;

/** Shows it, where that is allowed. @throws where the browser shows none after all */
export async function showAlert({ title, body, topic, hash }: Alert): Promise<void> {
  if (Notification.permission !== "granted") return;
  let notification: Notification;
  try {
    notification = new Notification(title, { body, tag: topic });
  } catch {
    const { href } = new URL(hash, location.href);
    const registration = await (worker ??= startWorker());
    return registration.showNotification(title, { body, tag: topic, data: href });
  }
  notification.addEventListener("click", () => {
    window.focus();
    location.hash = hash;
    notification.close();
  });
}

async function startWorker(): Promise<ServiceWorkerRegistration> {
  const { serviceWorker } = navigator;
  const { trustedTypes } = globalThis as { trustedTypes?: ScriptPolicies };
  const address = trustedTypes
    ?.createPolicy("notification-worker", { createScriptURL: () => workerAddress })
    .createScriptURL("");
  serviceWorker.addEventListener("message", ({ data }: MessageEvent<unknown>) => {
    location.hash = new URL(String(data)).hash;
  });
  const registration = await serviceWorker.register(address ?? workerAddress);
  await untilActive(registration);
  return registration;
}

/** It does not control the page, so `ready` would wait for ever. */
async function untilActive({ installing, waiting }: ServiceWorkerRegistration): Promise<void> {
  const started = installing ?? waiting;
  if (started === null) return;
  await new Promise<void>((resolve, reject) => {
    const look = (): void => {
      if (started.state === "activated") resolve();
      else if (started.state === "redundant") reject(new Error("The browser stopped the worker."));
    };
    started.addEventListener("statechange", look);
    look();
  });
}
