// A driver process: plays its part of a crowd as the run tells it to over IPC, and reports what was heard.

import { acknowledgementTimes, deliveryTimes, totals } from "./connection.js";
import { Crowd } from "./crowd.js";
import { requestOften } from "./http-load.js";
import { lateness, postAcknowledged, postAtOnce, postAtRate, postWithWindow } from "./load.js";
import { nowMs } from "./clock.js";

/** How long nothing may come before what is missing counts as lost, in milliseconds. */
const QUIET_MS = 3_000;
const WAYS = {
  rate: postAtRate,
  window: postWithWindow,
  acknowledged: postAcknowledged,
  once: postAtOnce,
};

/** @type {Crowd | undefined} */
let crowd;
let cpuBefore = process.cpuUsage();
let before = { ...totals };

function theCrowd() {
  if (!crowd) throw new Error("Nobody is connected.");
  return crowd;
}

const commands = {
  /** @param {import("./crowd.js").CrowdPlan} plan */
  async enter(plan) {
    crowd = new Crowd(plan);
    totals.deliveries = 0;
    totals.closed = 0;
    const started = nowMs();
    await crowd.enter();
    return { ms: nowMs() - started };
  },

  /** Posts. @param {{ way: keyof typeof WAYS } & Record<string, number>} plan */
  async post({ way, ...plan }) {
    for (const histogram of [deliveryTimes, acknowledgementTimes, lateness]) histogram.reset();
    before = { ...totals };
    cpuBefore = process.cpuUsage();
    // Each way checks nothing of its plan: the scenarios of this folder are the only ones who write one.
    await WAYS[way](theCrowd(), /** @type {never} */ (plan));
    return { sentPerRoom: [...theCrowd().sentPerRoom] };
  },

  /** Waits for what is still under way. @param {{ sentPerRoom: number[] }} all */
  async settle({ sentPerRoom }) {
    const people = theCrowd();
    const expected = people.expected(sentPerRoom);
    let progress = { at: nowMs(), seen: people.deliveries };
    while (people.deliveries < expected && nowMs() - progress.at < QUIET_MS) {
      const seen = people.deliveries;
      if (seen !== progress.seen) progress = { at: nowMs(), seen };
      if (totals.closed > 0) break;
      await new Promise((resolve) => setTimeout(resolve, 2));
    }
    const { user, system } = process.cpuUsage(cpuBefore);
    return {
      deliveries: totals.deliveries - before.deliveries,
      lost: Math.max(0, expected - people.deliveries),
      acknowledged: totals.acknowledged - before.acknowledged,
      refused: totals.refused - before.refused,
      closed: totals.closed,
      lastDeliveryMs: totals.lastDeliveryMs,
      cpuMs: (user + system) / 1000,
      deliveryTimes: deliveryTimes.toPairs(),
      acknowledgementTimes: acknowledgementTimes.toPairs(),
      lateness: lateness.toPairs(),
      ...people.check(),
    };
  },

  /** Some stop reading, the last ones first. @param {{ people: number }} how */
  async pause({ people }) {
    theCrowd().pause(people);
    return {};
  },

  async leave() {
    crowd?.close();
    crowd = undefined;
    return {};
  },

  http: requestOften,
};

process.on(
  "message",
  (/** @type {{ id: number, name: keyof typeof commands, plan: never }} */ order) => {
    commands[order.name](order.plan).then(
      (result) => process.send?.({ id: order.id, result }),
      (/** @type {unknown} */ error) => {
        const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
        process.send?.({ id: order.id, error: text });
      },
    );
  },
);
process.on("disconnect", () => process.exit(0));
