// What the screen costs: in a pseudo-terminal of 200 by 50 cells, in a room where others post at fixed rates.

import { spawnSync } from "node:child_process";

import { terminalChats } from "../terminal/chats.js";
import { floor } from "./floors.js";
import { pause } from "./session.js";

const ROOM = { rooms: 1, members: 2, senders: 1 };
const SECONDS = 6;
const IDLE_MS = 10_000;
const SETTLE_MS = 1_500;
const ECHOES = 60;
const ECHO_EVERY_MS = 80;
const MANY = 100_000;
const MANY_RATE = 5_000;
const BACKLOG = 100;
const STARTS = 7;
const PAGE_UP = "\x1b[5~";

const ours = [
  { label: "chat", peer: "embedded" },
  { label: "inline", peer: "embedded" },
];
const all = [...ours, { label: "weechat", peer: "inspircd" }, { label: "irssi", peer: "inspircd" }];

/** @typedef {import("../terminal/terminal-program.js").TerminalProgram} TerminalProgram */
/** @typedef {import("./session.js").Session} Session */

/** @type {readonly import("./index.js").Scenario[]} */
export const terminalScenarios = [
  {
    name: "terminal-start",
    title: "the terminal: from the command to the backlog on the screen",
    cases: ours,
    columns: ["firstMs", "nodeMs", "nodeTimes"],
    run: (session, { label }) => start(session, label),
    floors: [floor("nodeTimes", "chat").atMost(8)],
  },
  {
    name: "terminal-0",
    title: "the terminal: nobody says anything",
    cases: all,
    columns: ["corePart", "echoP50", "echoP95", "lineBytes", "rss"],
    run: (session, { label }) => inRoom(session, label, idle),
    floors: [floor("corePart", "chat").atMost(0.1), floor("rss", "chat").atMost(90)],
  },
  atRate(100, []),
  atRate(1_000, [
    floor("corePart", "chat").atMost(10),
    floor("echoP95", "chat").atMost(40),
    floor("missing", "chat").atMost(0),
  ]),
  atRate(5_000, [
    floor("corePart", "chat").atMost(15),
    floor("echoP95", "chat").atMost(100),
    floor("missing", "chat").atMost(0),
  ]),
  {
    name: "terminal-100000",
    title: "the terminal: after 100,000 messages",
    cases: all,
    columns: ["rss", "echoP95"],
    rounds: 1,
    run: (session, { label }) => inRoom(session, label, afterMany),
    floors: [floor("rss", "chat").atMost(120)],
  },
];

/** @param {number} rate @param {readonly import("./floors.js").Floor[]} floors */
function atRate(rate, floors) {
  return {
    name: `terminal-${rate}`,
    title: `the terminal: ${rate.toLocaleString("en")} messages/s`,
    cases: all,
    columns: ["corePart", "echoP50", "echoP95", "screenBytes", "missing", "rss"],
    /** @param {Session} session @param {import("./index.js").Case} tried */
    run: (session, { label }) =>
      inRoom(session, label, (program) => flood(session, program, label, rate)),
    floors,
  };
}

/**
 * @param {Session} session
 * @param {string} label
 * @param {(program: TerminalProgram, session: Session) => Promise<import("./session.js").Figures>} act
 */
async function inRoom(session, label, act) {
  await session.enter(ROOM);
  const program = open(session, label);
  try {
    await program.shows(terminalChats[label]?.ready ?? /./);
    const keys = terminalChats[label]?.enter?.(session.room);
    if (keys !== undefined) program.type(keys);
    await pause(SETTLE_MS);
    return await act(program, session);
  } finally {
    await program.end();
  }
}

/** @param {Session} session @param {string} label */
function open(session, label) {
  const chat = terminalChats[label];
  if (!chat) throw new Error(`There is no terminal chat ${label}.`);
  return chat.open(session.ports[0] ?? 0, session.room);
}

/** @param {TerminalProgram} program @param {Session} session */
async function idle(program, session) {
  // What is compiled and collected after the start is no cost of idling.
  await pause(IDLE_MS);
  const before = program.cpuMs;
  await pause(IDLE_MS);
  const corePart = ((program.cpuMs - before) / IDLE_MS) * 100;
  const echoes = await program.timeEchoes(ECHOES, ECHO_EVERY_MS);
  // Enough of them that the log is full, and moves with each.
  await session.measure({ way: "rate", rate: 50, seconds: 2 });
  await pause(SETTLE_MS);
  const bytes = program.bytes;
  const lines = 10;
  await session.measure({ way: "rate", rate: 5, seconds: lines / 5 });
  await pause(SETTLE_MS);
  return {
    corePart,
    ...percentiles(echoes),
    lineBytes: (program.bytes - bytes) / lines,
    rss: program.rssBytes / 1e6,
  };
}

/** @param {Session} session @param {TerminalProgram} program @param {string} label @param {number} rate */
async function flood(session, program, label, rate) {
  // What is compiled late is compiled by then.
  await session.measure({ way: "rate", rate, seconds: 3 });
  await pause(SETTLE_MS);
  const [cpu, bytes] = [program.cpuMs, program.bytes];
  const { outcome } = await session.measure({ way: "rate", rate, seconds: SECONDS });
  await pause(SETTLE_MS);
  const corePart = ((program.cpuMs - cpu) / (SECONDS * 1000)) * 100;
  const screenBytes = (program.bytes - bytes) / outcome.messages;
  const typing = program.timeEchoes(ECHOES, ECHO_EVERY_MS);
  await session.measure({ way: "rate", rate, seconds: SECONDS });
  const echoes = await typing;
  const missing = label === "chat" ? { missing: await countMissing(session, program, rate) } : {};
  return { corePart, ...percentiles(echoes), screenBytes, ...missing, rss: program.rssBytes / 1e6 };
}

/** Who has scrolled back sees how many messages came since: all of them have to be counted. @param {Session} session @param {TerminalProgram} program @param {number} rate */
async function countMissing(session, program, rate) {
  await pause(SETTLE_MS);
  program.type(PAGE_UP);
  await program.shows(/↓ newer/);
  const { outcome } = await session.measure({ way: "rate", rate, seconds: 3 });
  await pause(SETTLE_MS);
  const seen = Number(/↓ (\d+) new/.exec(program.text)?.[1] ?? 0);
  return outcome.messages - seen;
}

/** @param {TerminalProgram} program @param {Session} session */
async function afterMany(program, session) {
  await session.measure({ way: "rate", rate: MANY_RATE, seconds: MANY / MANY_RATE });
  await pause(SETTLE_MS);
  const echoes = await program.timeEchoes(ECHOES, ECHO_EVERY_MS);
  return { rss: program.rssBytes / 1e6, ...percentiles(echoes) };
}

/** @param {Session} session @param {string} label */
async function start(session, label) {
  await session.enter(ROOM);
  await session.measure({ way: "window", window: 8, messages: BACKLOG, seconds: 20 });
  const firsts = [];
  const nodes = [];
  for (let turn = 0; turn < STARTS; turn++) {
    const started = performance.now();
    spawnSync(process.execPath, ["-e", "0"]);
    nodes.push(performance.now() - started);
    const program = open(session, label);
    try {
      firsts.push(await program.shows(/xxxx\s/));
    } finally {
      await program.end();
    }
  }
  const [firstMs, nodeMs] = [median(firsts), median(nodes)];
  return { firstMs, nodeMs, nodeTimes: firstMs / nodeMs };
}

/** @param {readonly number[]} ascending */
function percentiles(ascending) {
  const at = (/** @type {number} */ part) =>
    ascending[Math.min(ascending.length - 1, Math.floor(part * ascending.length))] ?? Number.NaN;
  return { echoP50: at(0.5), echoP95: at(0.95) };
}

/** @param {readonly number[]} numbers */
function median(numbers) {
  return numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? Number.NaN;
}
