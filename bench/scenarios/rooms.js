// Broadcast: one room at fixed rates and at saturation, a large room, many small rooms.

import { floor } from "./floors.js";

/** A rate counts as reached where 99 of 100 deliveries came within this, in milliseconds. */
const P99_BOUND_MS = 100;
const PROBE_WINDOW = 64;
const PROBE_SECONDS = 2;
const STEP_SECONDS = 3;
/** How the rate goes on after it was reached, and after it was not. */
const STEP_UP = 1.25;
const STEP_DOWN = 0.85;
const STEPS_MAX = 12;
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
  let rate = probe.outcome.deliveries / probe.outcome.seconds / crowd.members;
  let reached = NOT_REACHED;
  let missed = false;
  if (probe.outcome.closed > 0) await session.reenter();
  for (let step = 0; step < STEPS_MAX; step++) {
    const { figures, outcome } = await session.measure({
      way: "rate",
      rate,
      seconds: STEP_SECONDS,
    });
    const inTime = outcome.deliveryTimes.percentile(0.99) < P99_BOUND_MS;
    const whole = outcome.lost + outcome.refused + outcome.closed === 0;
    if (inTime && whole) reached = figures;
    else missed = true;
    // Down until it is reached, or up until it is not.
    if (missed && reached !== NOT_REACHED) break;
    rate *= missed ? STEP_DOWN : STEP_UP;
    if (outcome.closed > 0) await session.reenter();
  }
  return reached;
}
