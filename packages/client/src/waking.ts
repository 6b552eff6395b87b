// Notices that the network came back or that the machine slept. Knows neither the connection nor why anybody asks.

import type { Clock } from "./clock.ts";

/** How often the clock is looked at, in milliseconds. */
const TICK_MS = 3_000;
/** How late a tick may come, in milliseconds; later and the machine slept. */
const LATE_MS = 5_000;

/** Calls `woken` when the browser is online again or the clock has jumped. Returns how to stop. */
export function watchForWaking(clock: Clock, woken: () => void): () => void {
  let cancel = tick();
  const target: Partial<EventTarget> = globalThis;
  target.addEventListener?.("online", woken);
  return () => {
    cancel();
    target.removeEventListener?.("online", woken);
  };

  function tick(): () => void {
    const due = clock.now() + TICK_MS;
    return clock.after(TICK_MS, () => {
      cancel = tick();
      if (clock.now() - due > LATE_MS) woken();
    });
  }
}
