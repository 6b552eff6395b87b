// What must hold when it gets tight: memory of the idle, few file descriptors, members that do not read.

import { floor } from "./floors.js";
import { pause } from "./session.js";

const IDLE = { rooms: 500, members: 10, senders: 1, opening: 100 };
const IDLE_MEMBERS = IDLE.rooms * IDLE.members;
/** How long a server is left alone before its memory is read, empty or full, in milliseconds. */
const QUIET_MS = 12_000;
const BURST = 3_750;
const SLOW = { rooms: 1, members: 200, senders: 20, textLength: 4_000 };
const SLOW_READERS = 20;

/** @type {readonly import("./index.js").Scenario[]} */
export const enduranceScenarios = [
  {
    name: "idle",
    title: "5,000 idle members in 500 rooms",
    cases: ["ours", "embedded", "ws", "socketio", "python"],
    columns: ["memberKb", "emptyRss", "rss"],
    rounds: 1,
    run: idle,
    floors: [
      floor("memberKb", "ours").atMost(17, 13),
      floor("memberKb", "embedded").atMost(17, 13),
    ],
  },
  {
    name: "burst",
    title: "3,750 messages at once to a room of 4, with 1,024 file descriptors",
    cases: ["ours", "embedded", "socketio", "python"].map((peer) => ({
      label: peer,
      peer,
      options: { descriptors: 1024 },
    })),
    columns: ["lost", "refused", "closed", "outOfOrder", "disagreeing", "p99", "rss"],
    rounds: 1,
    run: burst,
    floors: [
      floor("lost", "ours").atMost(0),
      floor("outOfOrder", "ours").atMost(0),
      floor("lost", "embedded").atMost(0),
      floor("outOfOrder", "embedded").atMost(0),
    ],
  },
  {
    name: "slow-readers",
    title: "200 members of whom 20 stop reading, 40,000 deliveries/s of 4,000 characters for 12 s",
    cases: ["ours", "embedded", "socketio"],
    columns: ["grownMb", "lost", "closed", "p99", "rss"],
    rounds: 1,
    run: slowReaders,
    floors: [
      floor("lost", "ours").atMost(0),
      floor("grownMb", "ours").atMost(100),
      floor("lost", "embedded").atMost(0),
      floor("grownMb", "embedded").atMost(100),
    ],
  },
];

/** @param {import("./session.js").Session} session */
async function idle(session) {
  await pause(QUIET_MS);
  const empty = session.rssBytes;
  await session.enter(IDLE);
  await pause(QUIET_MS);
  const full = session.rssBytes;
  return {
    memberKb: (full - empty) / 1000 / IDLE_MEMBERS,
    emptyRss: empty / 1e6,
    rss: full / 1e6,
  };
}

/** @param {import("./session.js").Session} session */
async function burst(session) {
  await session.enter({ rooms: 1, members: 4, senders: 4 });
  const { figures } = await session.measure({ way: "once", messages: BURST });
  return figures;
}

/** @param {import("./session.js").Session} session */
async function slowReaders(session) {
  await session.enter(SLOW);
  await session.warmUp(SLOW.members);
  const before = session.rssBytes;
  await session.drivers.pause(SLOW_READERS);
  const { figures } = await session.measure({ way: "rate", rate: 200, seconds: 12 });
  return { ...figures, grownMb: (session.rssBytes - before) / 1e6 };
}
