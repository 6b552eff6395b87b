// Shows notifications: by the page itself or, as browsers of telephones want it, by a service worker. A file of its own,
// loaded when there may first be one.

import type { ChatEvent } from "@chat/client";
import { type Alert, toAlert } from "./mention-alert.ts";
import workerAddress from "./notification-worker.ts?worker&url";

/** A browser that knows trusted types takes the address of a worker from such a policy alone. */
interface ScriptPolicies {
  createPolicy: (
    name: string,
    rules: { createScriptURL: () => string },
  ) => { createScriptURL: (input: string) => string };
}

let worker: Promise<ServiceWorkerRegistration> | undefined;

/** Tells somebody of an event, where it concerns them. @throws where the browser shows nothing after all */
export async function tellOf(event: ChatEvent, username: string): Promise<void> {
  const alert = toAlert(event, username);
  if (alert !== undefined) await show(alert);
}

async function show({ title, body, topic, hash }: Alert): Promise<void> {
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
