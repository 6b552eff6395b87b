// What a delivery costs as the work grows: more members, more rooms, more rooms a person, more nodes.

import { floor } from "./floors.js";
import { atRate, saturate } from "./rooms.js";

const RATE = 20_000;
const SECONDS = 3;

/** @type {readonly import("./index.js").Scenario[]} */
export const growthScenarios = [
  growth(
    "growth-members",
    "members of one room, 20,000 deliveries/s",
    [10, 100, 1000],
    (members) => ({
      rooms: 1,
      members,
      senders: 10,
    }),
  ),
  growth(
    "growth-rooms",
    "rooms of one member, 2,000 messages/s",
    [10, 100, 1000, 10_000],
    (rooms) => ({ rooms, members: 1, senders: 1 }),
    2_000,
  ),
  growth(
    "growth-rooms-a-client",
    "rooms of 20 clients, 20,000 deliveries/s",
    [1, 10, 100],
    (rooms) => ({
      rooms,
      members: 20,
      senders: 20,
      everywhere: true,
    }),
  ),
  {
    name: "nodes",
    title: "200 rooms of 5 on several nodes and one Redis, saturation",
    cases: [1, 2, 4].map((nodes) => ({
      label: `${nodes}`,
      peer: "ours",
      options: { nodes },
    })),
    columns: ["rate", "cpu", "serverCpu", "redisCpu", "p99", "driverCores"],
    rounds: 2,
    run: async (session) => saturate(session, { rooms: 200, members: 5, senders: 5 }, 1_000),
    floors: [],
  },
  {
    name: "small-nodes",
    title: "the same, each node held to three tenths of a core",
    cases: [1, 2, 4].map((nodes) => ({
      label: `${nodes}`,
      peer: "ours",
      options: { nodes, coresEach: 0.3 },
    })),
    columns: ["rate", "cpu", "serverCpu", "redisCpu", "p99", "driverCores"],
    rounds: 3,
    run: async (session) => saturate(session, { rooms: 200, members: 5, senders: 5 }, 250),
    floors: [
      floor("rate", "2").atLeast(1.2, 1.5).times("1"),
      floor("rate", "4").atLeast(1.2, 1.5).times("2"),
    ],
  },
  {
    name: "strange-rooms",
    title: "a node without members of a busy room",
    cases: [{ label: "ours", peer: "ours", options: { nodes: 2 } }],
    columns: ["strangerCores", "cpu"],
    rounds: 1,
    run: strangeRooms,
    floors: [floor("strangerCores", "ours").atMost(0.01)],
  },
];

/**
 * @param {string} name
 * @param {string} title
 * @param {number[]} sizes
 * @param {(size: number) => import("./session.js").Crowd} toCrowd
 * @param {number} [rate] deliveries a second
 * @returns {import("./index.js").Scenario}
 */
function growth(name, title, sizes, toCrowd, rate = RATE) {
  return {
    name,
    title,
    cases: ["ours", "ws"].flatMap((peer) =>
      sizes.map((size) => ({ label: `${peer} ${size}`, peer, size, crowd: toCrowd(size) })),
    ),
    columns: ["cpu", "serverCpu", "redisCpu", "p50", "p99", "rss"],
    rounds: 1,
    run: async (session, { crowd }) => {
      if (!crowd) throw new Error("A growth scenario needs a crowd.");
      return atRate(session, crowd, rate, SECONDS);
    },
    floors: [],
    plot: true,
  };
}

/** @param {import("./session.js").Session} session */
async function strangeRooms(session) {
  const [busy, strange] = session.servers;
  if (!busy || !strange) throw new Error("Two nodes are needed.");
  await session.enter({ rooms: 1, members: 200, senders: 20 }, session.ports.slice(0, 1));
  await session.warmUp(200);
  const before = strange.cpuMs;
  const { figures, outcome } = await session.measure({ way: "rate", rate: 200, seconds: SECONDS });
  return { ...figures, strangerCores: (strange.cpuMs - before) / 1000 / outcome.seconds };
}
