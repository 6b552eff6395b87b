// The ways to put a crowd to work: at a fixed rate whatever comes back, with so much under way, or all at once.

import { totals } from "./connection.js";
import { nowMs, toMicros } from "./clock.js";
import { Histogram } from "./histogram.js";
import { toText } from "./marker.js";
import { Pacer } from "./pacer.js";

/** Timers wake up as late as this, in milliseconds: what comes more often is posted in gulps, the rest has a pacer. */
const TIMER_GRAIN_MS = 1.5;
/** How long a text is, in characters, where the plan says nothing. */
const TEXT_LENGTH = 64;

/** How much later than intended messages were handed to the socket. */
export const lateness = new Histogram();

/**
 * The next sender posts a message.
 *
 * @param {import("./crowd.js").Crowd} crowd
 * @param {number} turn
 * @param {number} intendedMs when it should be sent: from then on its delivery is timed
 */
function post(crowd, turn, intendedMs) {
  const sender = crowd.senders[turn % crowd.senders.length];
  if (!sender) return;
  const [id, count] = crowd.count(sender);
  sender.connection.send(
    sender.room,
    toText(id, count, toMicros(intendedMs), crowd.plan.textLength ?? TEXT_LENGTH),
  );
}

/**
 * Open loop: posts at a rate, with intended times that no delay moves.
 *
 * @param {import("./crowd.js").Crowd} crowd
 * @param {{ rate: number, seconds: number }} pace messages a second
 */
export async function postAtRate(crowd, { rate, seconds }) {
  const interval = 1000 / rate;
  const count = Math.round(rate * seconds);
  let start = Infinity;
  let turn = 0;
  let end = () => {};
  const ended = new Promise((resolve) => (end = () => resolve(undefined)));
  /** @param {number} due of how many the time has come */
  const postUntil = (due) => {
    const now = nowMs();
    for (; turn < Math.min(due, count); turn++) {
      const intended = start + turn * interval;
      lateness.add(Math.max(0, now - intended) * 1000);
      post(crowd, turn, intended);
    }
    if (turn >= count || totals.closed > 0) end();
  };
  if (interval <= TIMER_GRAIN_MS) {
    start = nowMs() + 10;
    const timer = setInterval(() => postUntil(Math.floor((nowMs() - start) / interval) + 1), 1);
    await ended;
    clearInterval(timer);
    return;
  }
  const pacer = new Pacer((beat) => postUntil(beat + 1));
  await pacer.ready();
  start = nowMs() + 10;
  pacer.start({ start, interval, count });
  await ended;
  await pacer.end();
}

/**
 * Closed loop: keeps so many messages on their way to everybody.
 *
 * @param {import("./crowd.js").Crowd} crowd
 * @param {{ window: number, messages?: number, seconds?: number }} bounds ends at whichever comes first
 */
export async function postWithWindow(crowd, { window, messages = Infinity, seconds = 60 }) {
  const before = totals.deliveries;
  const until = nowMs() + seconds * 1000;
  const { of } = crowd.plan.share;
  const each = crowd.deliveriesPerMessage * of;
  let sent = 0;
  await new Promise((resolve) => {
    const fill = () => {
      const now = nowMs();
      if (sent >= messages || now > until || totals.closed > 0) {
        totals.onDelivered = () => {};
        clearTimeout(bound);
        resolve(undefined);
        return;
      }
      const room = window - (sent - (totals.deliveries - before) / each);
      for (let free = room; free >= 1 && sent < messages; free--) post(crowd, sent++, now);
    };
    const bound = setTimeout(fill, seconds * 1000 + 1);
    totals.onDelivered = fill;
    fill();
  });
}

/**
 * Closed loop on acknowledgements: keeps so many requests of one connection unanswered.
 *
 * @param {import("./crowd.js").Crowd} crowd
 * @param {{ inFlight: number, messages?: number, seconds?: number }} bounds ends at whichever comes first
 */
export async function postAcknowledged(crowd, { inFlight, messages = Infinity, seconds = 60 }) {
  const until = nowMs() + seconds * 1000;
  let sent = 0;
  let answered = 0;
  await new Promise((resolve) => {
    const next = () => {
      const now = nowMs();
      const over = sent >= messages || now > until;
      if (over && answered >= sent) {
        totals.onAcknowledged = () => {};
        resolve(undefined);
      }
      if (over) return;
      post(crowd, sent++, now);
    };
    totals.onAcknowledged = () => {
      answered++;
      next();
    };
    for (let i = 0; i < inFlight; i++) next();
  });
}

/**
 * Posts everything in one turn of the event loop.
 *
 * @param {import("./crowd.js").Crowd} crowd
 * @param {{ messages: number }} size
 */
export async function postAtOnce(crowd, { messages }) {
  const now = nowMs();
  for (let turn = 0; turn < messages; turn++) post(crowd, turn, now);
}
