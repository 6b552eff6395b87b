// The short form for every change: CPU alone, as ratios within a run, since neither depends much on what else the
// machine does.

import { acknowledged, httpHistory, storm } from "./requests.js";
import { atRate } from "./rooms.js";

/** What is compared with the baseline: a figure of one server, as a multiple of another's. */
/** @typedef {{ scenario: import("./index.js").Scenario, figure: string, of: string, against: string }} Comparison */

const room = scenario(
  "short-room",
  "200 members, 20,000 deliveries/s",
  ["ours", "embedded", "ws"],
  (session) => atRate(session, { rooms: 1, members: 200, senders: 20 }, 20_000, 2),
);
const rooms = scenario(
  "short-rooms",
  "100 rooms of 5, 10,000 deliveries/s",
  ["ours", "ws"],
  (session) => atRate(session, { rooms: 100, members: 5, senders: 5 }, 10_000, 2),
);
const alone = scenario(
  "short-one-at-a-time",
  "one message at a time",
  ["ours", "socketio"],
  (session) => acknowledged(session, 1, 1),
);
const inFlight = scenario(
  "short-in-flight",
  "100 in flight",
  ["ours", "embedded", "socketio"],
  (session) => acknowledged(session, 100, 1),
);
const joins = scenario("short-storm", "200 joins at once", ["ours", "socketio"], (session) =>
  storm(session, 200),
);
const http = scenario("short-http", "GET history", ["ours", "socketio"], (session) =>
  httpHistory(session, 1_000),
);

/** @type {readonly Comparison[]} */
export const comparisons = [
  { scenario: room, figure: "cpu", of: "ours", against: "ws" },
  { scenario: room, figure: "cpu", of: "embedded", against: "ws" },
  { scenario: rooms, figure: "cpu", of: "ours", against: "ws" },
  { scenario: alone, figure: "messageCpu", of: "ours", against: "socketio" },
  { scenario: inFlight, figure: "messageCpu", of: "ours", against: "socketio" },
  // Not one at a time: that would be the disk's figure, which no other store here has.
  { scenario: inFlight, figure: "messageCpu", of: "embedded", against: "socketio" },
  { scenario: joins, figure: "clientCpu", of: "ours", against: "socketio" },
  { scenario: http, figure: "requestCpu", of: "ours", against: "socketio" },
];

/**
 * @param {string} name
 * @param {string} title
 * @param {string[]} cases
 * @param {(session: import("./session.js").Session) => Promise<import("./session.js").Figures>} run
 * @returns {import("./index.js").Scenario}
 */
function scenario(name, title, cases, run) {
  return { name, title, cases, columns: [], run, floors: [] };
}
