// What one person waits for: acknowledgements, the way in, the history over HTTP.

import { floor } from "./floors.js";
import { pause } from "./session.js";

const ALONE = { rooms: 1, members: 1, senders: 1 };
const BACKLOG = 100;
const STORM_CLIENTS = 500;
/** How long notices that no one waits for may trail behind a storm, in milliseconds. */
const TRAIL_MS = 1_000;
const HTTP_REQUESTS = 4_000;

/**
 * What the plain Socket.IO server took on the machine that the floors in microseconds come from, of server CPU. As multiples
 * of what it takes here they hold on any machine.
 */
const PLAIN_IN_FLIGHT_US = 33;
const PLAIN_HISTORY_US = 112;

/** @type {readonly import("./index.js").Scenario[]} */
export const requestScenarios = [
  {
    name: "one-at-a-time",
    title: "one client, one message at a time, acknowledged",
    cases: ["ours", "embedded", "socketio", "python"],
    columns: ["ackP50", "ackP99", "messageCpu", "serverMessageCpu"],
    run: async (session) => acknowledged(session, 1, 3),
    floors: [
      floor("messageCpu", "ours").atMost(1.3, 1).times("socketio"),
      floor("ackP50", "ours").atMost(1.3, 1).times("socketio"),
      floor("messageCpu", "embedded").atMost(1).times("ours"),
    ],
  },
  {
    name: "in-flight",
    title: "one client, 100 messages in flight, acknowledged",
    cases: ["ours", "embedded", "socketio", "python"],
    columns: ["serverMessageCpu", "messageCpu", "rate", "ackP50", "ackP99"],
    run: async (session) => acknowledged(session, 100, 3),
    floors: [
      floor("serverMessageCpu", "ours").atMost(25, 16),
      floor("serverMessageCpu", "ours")
        .atMost(25 / PLAIN_IN_FLIGHT_US, 16 / PLAIN_IN_FLIGHT_US)
        .times("socketio"),
      floor("messageCpu", "embedded").atMost(1).times("ours"),
    ],
  },
  {
    name: "embedded-acks",
    title: "embedded store, 64 messages in flight, durable acknowledgements",
    cases: ["embedded"],
    columns: ["rate", "messageCpu", "ackP50", "ackP99"],
    run: async (session) => acknowledged(session, 64, 4),
    floors: [floor("rate", "embedded").atLeast(20_000, 30_000)],
  },
  {
    name: "storm",
    title: "500 clients join one room with 100 messages at once",
    cases: ["ours", "embedded", "socketio", "python"],
    columns: ["allIn", "clientCpu", "rss"],
    run: async (session) => storm(session, STORM_CLIENTS),
    floors: [
      floor("allIn", "ours").atMost(0.11, 0.05).times("python"),
      floor("clientCpu", "embedded").atMost(1).times("ours"),
    ],
  },
  {
    name: "http-history",
    title: "GET /api/rooms/{room}/history, 50 messages",
    cases: ["ours", "embedded", "socketio", "python"],
    columns: ["requestCpu", "notModifiedCpu", "notModified", "p50", "p99", "bytes"],
    run: async (session) => httpHistory(session, HTTP_REQUESTS),
    floors: [
      floor("requestCpu", "ours").atMost(70, 45),
      floor("requestCpu", "ours")
        .atMost(70 / PLAIN_HISTORY_US, 45 / PLAIN_HISTORY_US)
        .times("socketio"),
      floor("requestCpu", "embedded").atMost(1).times("ours"),
    ],
  },
];

/**
 * One connection that keeps so many messages unacknowledged.
 *
 * @param {import("./session.js").Session} session
 * @param {number} inFlight
 * @param {number} seconds
 */
export async function acknowledged(session, inFlight, seconds) {
  await session.enter(ALONE);
  await session.drivers.post({ way: "acknowledged", inFlight, messages: 20_000, seconds: 2 });
  await pause(200);
  const { figures } = await session.measure({ way: "acknowledged", inFlight, seconds });
  return figures;
}

/** @param {import("./session.js").Session} session */
async function fill(session) {
  await session.enter(ALONE);
  await session.drivers.post({ way: "acknowledged", inFlight: 1, messages: BACKLOG });
  await session.drivers.leave();
  await pause(200);
}

/**
 * So many people join a room with a backlog, all at once.
 *
 * @param {import("./session.js").Session} session
 * @param {number} clients
 */
export async function storm(session, clients) {
  await fill(session);
  let allIn = 0;
  const { server, redis } = await session.cost(async () => {
    allIn = await session.enter({
      ...ALONE,
      members: clients,
      opening: clients,
    });
    await pause(TRAIL_MS);
  });
  return {
    allIn,
    clientCpu: (server + redis) / clients,
    rss: session.rssBytes / 1e6,
  };
}

/**
 * Asks for a history over HTTP, without and with the ETag of the answer before.
 *
 * @param {import("./session.js").Session} session
 * @param {number} requests how many of each kind
 */
export async function httpHistory(session, requests) {
  await fill(session);
  // Somebody is in the room, as somebody is where a history is asked for.
  await session.enter(ALONE);
  const plan = {
    port: /** @type {number} */ (session.ports[0]),
    path: `/api/rooms/${session.room}/history`,
    concurrency: 8,
    requests,
  };
  await session.drivers.http(plan);
  const answered = { p50: Number.NaN, p99: Number.NaN, bytes: 0 };
  const plain = await session.cost(async () => {
    const { times, bytes } = await session.drivers.http(plan);
    Object.assign(answered, { p50: times.percentile(0.5), p99: times.percentile(0.99), bytes });
  });
  let notModified = 0;
  const conditional = await session.cost(async () => {
    const { statuses } = await session.drivers.http({ ...plan, conditional: true });
    notModified = statuses["304"] ?? 0;
  });
  return {
    requestCpu: ((plain.server + plain.redis) * 1000) / requests,
    notModifiedCpu: ((conditional.server + conditional.redis) * 1000) / requests,
    notModified: notModified / requests,
    ...answered,
  };
}
