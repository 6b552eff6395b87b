// A delivery that sends to nobody: a test plays the server by hand.

import { ChatError, type Message } from "@chat/protocol";

import { Delivery, type DeliveryPorts } from "../../src/delivery.ts";
import type { Draft, Sending } from "../../src/types.ts";
import { ManualClock } from "./manual-clock.ts";

/** A draft on its way, and what becomes of it by the word of the test. */
export interface Attempt {
  draft: Draft;
  at: number;
  store: () => void;
  refuse: (error: ChatError) => void;
}

/** A delivery whose server is the test. */
export function play(changes: Partial<DeliveryPorts> = {}, clock = new ManualClock()) {
  const attempts: Attempt[] = [];
  const shown: string[] = [];
  const stored: number[] = [];
  let connected = true;
  let ids = 0;
  const delivery = new Delivery({
    clock,
    random: () => 0.5,
    ready: () => connected,
    post: (draft) =>
      new Promise((resolve, reject) => {
        const store = (): void => resolve(toMessage(draft, ++ids));
        attempts.push({ draft, at: clock.now(), store, refuse: reject });
      }),
    lastId: () => 0,
    lookUp: () => "unknown",
    stored: (message) => {
      stored.push(message.id);
      delivery.outbox.settle(message.room);
    },
    changed: ({ text, state }) => shown.push(`${text} ${state}`),
    storage: undefined,
    ...changes,
  });
  let nonces = 0;
  const send = (text: string, room = "general"): Sending =>
    delivery.add({ room, text, nonce: `n${++nonces}`, createdAt: clock.now(), state: "waiting" });
  const connect = (now: boolean): void => {
    connected = now;
    if (now) for (const room of delivery.outbox.rooms) delivery.resume(room);
  };
  return { delivery, attempts, shown, stored, clock, send, connect };
}

/** What a server makes of a draft. */
export function toMessage({ room, text }: Draft, id: number): Message {
  const timestamp = "2026-01-01T00:00:00.000Z";
  return { id, prev: id - 1, room, username: "ada", message: text, timestamp };
}

/** What a client is told while a server is away. */
export const away = new ChatError("unavailable", "away");

/** What a sending ends with: `stored`, or the code of its error. */
export async function codeOf(promise: Promise<unknown>): Promise<string> {
  return promise.then(
    () => "stored",
    (error: unknown) => (error instanceof ChatError ? error.code : "another error"),
  );
}
