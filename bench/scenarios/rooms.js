// Broadcast: one room at fixed rates and at saturation, a large room, many small rooms.

import { findHighest } from "./find-highest.js";
import { floor } from "./floors.js";

/** A rate counts as reached where 99 of 100 deliveries came within this, in milliseconds. */
const P99_BOUND_MS = 100;
const PROBE_WINDOW = 64;
const PROBE_SECONDS = 2;
const STEP_SECONDS = 3;
/** No rate was reached: nothing can be said of it. @type {import("./session.js").Figures} */
const NOT_REACHED = {};
const ROOM_200 = { rooms: 1, members: 200, senders: 20 };

/** @type {readonly import("./index.js").Scenario[]} */
export const roomScenarios = [
  {
    name: "room-5000",
    title: "one room, 200 members, 5,000 deliveries/s",
    cases: ["ours", "embedded", "ws", "socketio", "python", "mosquitto", "inspircd"],
    columns: ["cpu", "serverCpu", "redisCpu", "p50", "p99", "rss"],
    run: async (session) => atRate(session, ROOM_200, 5_000, 5),
    floors: [
      floor("cpu", "ours").atMost(1.7, 1.35).times("ws"),
      floor("p99", "ours").atMost(1.5, 1.35).times("ws"),
      floor("cpu", "embedded").atMost(1).times("ours"),
    ],
  },
  {
    name: "room-60000",
    title: "one room, 200 members, 60,000 deliveries/s",
    cases: ["ours", "embedded", "ws", "socketio", "mosquitto", "inspircd"],
    columns: ["cpu", "serverCpu", "redisCpu", "p50", "p99", "rss"],
    run: async (session) => atRate(session, ROOM_200, 60_000, 4),
    floors: [
      floor("cpu", "ours").atMost(1.5, 1.35).times("ws"),
      floor("p99", "ours").atMost(1.5, 1.35).times("ws"),
      floor("cpu", "embedded").atMost(1).times("ours"),
    ],
  },
  {
    name: "room-saturation",
    title: "one room, 200 members, saturation",
    cases: ["ours", "embedded", "ws", "socketio", "python", "mosquitto", "inspircd"],
    columns: ["rate", "cpu", "serverCpu", "redisCpu", "p50", "p99", "driverCores", "rss"],
    run: async (session) => saturate(session, ROOM_200),
    floors: [
      floor("rate", "ours").atLeast(25, 40).times("python"),
      floor("rate", "ours").atLeast(800_000, 1_400_000),
      floor("cpu", "embedded").atMost(1).times("ours"),
    ],
  },
  {
    name: "large-room",
    title: "one room, 1,000 members, 2,000 deliveries/s",
    cases: ["ours", "embedded", "ws", "socketio"],
    columns: ["p50", "p99", "cpu", "serverCpu", "redisCpu", "rss"],
    run: async (session) => atRate(session, { rooms: 1, members: 1000, senders: 20 }, 2_000, 10),
    floors: [
      floor("p99", "ours").atMost(1.5, 1.15).times("ws"),
      floor("cpu", "embedded").atMost(1).times("ours"),
    ],
  },
  {
    name: "many-rooms",
    title: "200 rooms of 5, saturation",
    cases: ["ours", "embedded", "ws", "socketio", "python"],
    columns: ["rate", "cpu", "serverCpu", "redisCpu", "p50", "p99", "driverCores", "rss"],
    run: async (session) => saturate(session, { rooms: 200, members: 5, senders: 5 }, 1_000),
    floors: [
      floor("rate", "ours").atLeast(13, 20).times("python"),
      floor("cpu", "embedded").atMost(1).times("ours"),
    ],
  },
];

/**
 * A crowd at a fixed rate.
 *
 * @param {import("./session.js").Session} session
 * @param {import("./session.js").Crowd} crowd
 * @param {number} deliveriesPerSecond
 * @param {number} seconds
 */
export async function atRate(session, crowd, deliveriesPerSecond, seconds) {
  await session.enter(crowd);
  await session.warmUp(crowd.members);
  const rate = deliveriesPerSecond / crowd.members;
  const { figures } = await session.measure({ way: "rate", rate, seconds });
  return figures;
}

/**
 * The highest rate at which deliveries are in time: probed by a closed loop, confirmed by an open one.
 *
 * @param {import("./session.js").Session} session
 * @param {import("./session.js").Crowd} crowd
 * @param {number} [window] how many messages are on their way in the probe
 */
export async function saturate(session, crowd, window = PROBE_WINDOW) {
  await session.enter(crowd);
  await session.warmUp(crowd.members);
  const probe = await session.measure({ way: "window", window, seconds: PROBE_SECONDS });
  if (probe.outcome.closed > 0) await session.reenter();
  let reached = NOT_REACHED;
  const probed = probe.outcome.deliveries / probe.outcome.seconds / crowd.members;
  await findHighest(probed, async (rate) => {
    const load = { way: /** @type {const} */ ("rate"), rate, seconds: STEP_SECONDS };
    const { figures, outcome } = await session.measure(load);
    const inTime = outcome.deliveryTimes.percentile(0.99) < P99_BOUND_MS;
    const holds = inTime && outcome.lost + outcome.refused + outcome.closed === 0;
    if (holds) reached = figures;
    if (outcome.closed > 0) await session.reenter();
    return holds;
  });
  return reached;
}
