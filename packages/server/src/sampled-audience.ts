// The audience with a stopwatch: now and then a message is timed from the moment the store ordered it to the end of the turn
// in which it is handed out. Changes nothing of what anybody is told.

import type { Audience, Delivery } from "./rooms/audience.ts";

/** At most so often is a message timed, in milliseconds. */
const SAMPLE_EVERY_MS = 100;
/** A message's JSON begins with its id: the microsecond since the epoch in which it was ordered. Source: decision 007. */
const ID = /^\{"id":(\d{16}),/;

/** Hands everything on. */
export class SampledAudience implements Audience {
  readonly #inner: Audience;
  readonly #observe: (seconds: number) => void;
  #sampledAt = -Infinity;

  /** @param observe is told how many seconds a message took, of some */
  constructor(inner: Audience, observe: (seconds: number) => void) {
    this.#inner = inner;
    this.#observe = observe;
  }

  enter(room: string, session: string, history: string): void {
    this.#inner.enter(room, session, history);
  }

  exit(room: string, session: string): void {
    this.#inner.exit(room, session);
  }

  settle(room: string, session: string): void {
    this.#inner.settle(room, session);
  }

  deliver(room: string, delivery: Delivery): void {
    this.#inner.deliver(room, delivery);
    if (delivery.event !== "message") return;
    const now = performance.now();
    if (now - this.#sampledAt < SAMPLE_EVERY_MS) return;
    const orderedAt = Number(ID.exec(delivery.json)?.[1]) / 1_000;
    if (Number.isNaN(orderedAt)) return;
    this.#sampledAt = now;
    // Behind what the delivery itself put off to the end of the turn. The clock may be another machine's.
    setImmediate(() => this.#observe(Math.max(0, Date.now() - orderedAt) / 1_000));
  }
}
