// What a script waits for: the start of a command, one message with its acknowledgement, many lines through a pipe.
// Every start is measured in turn with `node -e 0`, so that a busy moment hits both.

import { endedCpuMs, runCommand } from "../shell/run-command.js";
import { shellClients } from "../shell/shell-clients.js";
import { floor } from "./floors.js";

/** How often each command is started in a round. */
const STARTS = 25;
const WARM_UP = 3;
const NODE = { program: process.execPath, args: ["-e", "0"] };
const FEW = 500;
const MANY = 10_000;
const NEWEST = 100;

/** @typedef {import("./session.js").Session} Session */
/** @typedef {import("./index.js").Case} Case */

/** [label, server] of those that post. */
const CLIENTS = [
  ["chat", "embedded"],
  ["chat, Redis", "ours"],
  ["curl", "embedded"],
  ["mosquitto_pub", "mosquitto"],
].map(([label = "", peer = ""]) => ({ label, peer }));

/** @type {readonly import("./index.js").Scenario[]} */
export const shellScenarios = [
  {
    name: "shell-start",
    title: "a shell: from the command to its end, as many times `node -e 0`",
    cases: [{ label: "chat --version", peer: "embedded" }, ...CLIENTS],
    columns: ["startMs", "nodeStartMs", "startTimes", "startCpu", "cpuTimes"],
    run: start,
    floors: [
      floor("startTimes", "chat --version").atMost(1.7),
      floor("startTimes", "chat").atMost(2.3),
      floor("startTimes", "chat, Redis").atMost(2.3),
    ],
  },
  {
    name: "shell-500",
    title: "a shell: 500 lines, each a message of its own",
    cases: CLIENTS,
    columns: ["seconds", "lineCpu", "outOfOrder"],
    run: (session, tried) => lines(session, tried, FEW),
    floors: [floor("seconds", "chat").atMost(2), floor("seconds", "chat, Redis").atMost(2)],
  },
  {
    name: "shell-10000",
    title: "a shell: 10,000 lines, each a message of its own",
    cases: CLIENTS,
    columns: ["seconds", "lineCpu", "outOfOrder"],
    rounds: 1,
    run: (session, tried) => lines(session, tried, MANY),
    floors: [floor("seconds", "chat").atMost(20), floor("seconds", "chat, Redis").atMost(20)],
  },
];

/** @param {Case} tried */
function clientOf({ label }) {
  const [name = ""] = label.split(/[ ,]/);
  const client = shellClients[name];
  if (client === undefined) throw new Error(`there is no client ${name}`);
  return client;
}

/** @param {Session} session @param {Case} tried */
async function start(session, tried) {
  const port = session.ports[0] ?? 0;
  const client = clientOf(tried);
  const only = tried.label.endsWith("--version") ? client.version : undefined;
  const command = (only ?? client.post)(port);
  /** @type {{ times: number[], cpu: number }} */
  const own = { times: [], cpu: 0 };
  /** @type {{ times: number[], cpu: number }} */
  const node = { times: [], cpu: 0 };
  for (let turn = -WARM_UP; turn < STARTS; turn++) {
    for (const [measured, what] of /** @type {const} */ ([
      [node, NODE],
      [own, command],
    ])) {
      const before = endedCpuMs();
      const took = await runCommand(what);
      if (turn < 0) continue;
      measured.times.push(took);
      measured.cpu += endedCpuMs() - before;
    }
  }
  const [startMs, nodeStartMs] = [median(own.times), median(node.times)];
  return {
    startMs,
    nodeStartMs,
    startTimes: startMs / nodeStartMs,
    startCpu: own.cpu / STARTS,
    cpuTimes: own.cpu / node.cpu,
  };
}

/** @param {Session} session @param {Case} tried @param {number} count */
async function lines(session, tried, count) {
  const port = session.ports[0] ?? 0;
  const before = endedCpuMs();
  const took = await runCommand(clientOf(tried).postLines(port, count));
  const lineCpu = ((endedCpuMs() - before) * 1_000) / count;
  const isNumbered = tried.label.startsWith("chat");
  const outOfOrder = isNumbered ? await countMisplaced(port, count) : Number.NaN;
  return { seconds: took / 1_000, lineCpu, outOfOrder };
}

/** How many of the newest messages are not the lines that belong there. @param {number} port @param {number} count */
async function countMisplaced(port, count) {
  const answer = await fetch(`http://127.0.0.1:${port}/api/rooms/bench/history?limit=${NEWEST}`);
  const { messages } = /** @type {{ messages: { message: string }[] }} */ (await answer.json());
  const numbers = messages.map(({ message }) => Number.parseInt(message, 10));
  const first = count - NEWEST + 1;
  return NEWEST - numbers.filter((number, index) => number === first + index).length;
}

/** @param {readonly number[]} numbers */
function median(numbers) {
  return [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? Number.NaN;
}
