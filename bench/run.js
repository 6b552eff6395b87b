// `npm run bench`: runs the scenarios and prints what they measured. See docs/performance.md for how to read it.

import { appendFileSync, existsSync, mkdirSync, writeFileSync } from "node:fs";
import { availableParallelism, cpus, loadavg } from "node:os";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

import { Drivers } from "./driver/drivers.js";
import { peers } from "./peers/index.js";
import { createOursOnRedis } from "./peers/ours.js";
import { toPlot } from "./report/plot.js";
import { toTopTen } from "./report/profile.js";
import { toTable, toVerdicts } from "./report/table.js";
import { scenarios } from "./scenarios/index.js";
import { runScenario } from "./scenarios/run-scenario.js";

const USAGE = `Usage: npm run bench -- [options]

  --only <names>     scenarios, separated by commas: ${scenarios.map(({ name }) => name).join(", ")}
  --peers <names>    servers: ${peers.map(({ name }) => name).join(", ")}
  --rounds <n>       how often each is measured, in turn; 3
  --drivers <n>      load driver processes; one for every two cores
  --other <path>     the chat-server.js of another build, compared with this one on Redis
  --profile          CPU profiles of the servers in Node, with their top ten
  --out <folder>     for results; bench/results
`;
const OTHER = "other";
const RESULTS = fileURLToPath(new URL("results", import.meta.url));
const SERVER = fileURLToPath(new URL("../packages/server/dist/main.js", import.meta.url));

await main();

async function main() {
  const options = readOptions();
  if (!options) return;
  const { wantedScenarios, tested, wanted, rounds, driverCount, out, profile } = options;
  mkdirSync(out, { recursive: true });
  const file = `${out}/${new Date().toISOString().replaceAll(":", "-").slice(0, 19)}.jsonl`;
  const write = (/** @type {object} */ line) => appendFileSync(file, `${JSON.stringify(line)}\n`);
  write({ at: new Date().toISOString(), ...describeMachine() });
  console.log(`${Object.values(describeMachine()).join(" · ")}\n`);

  const drivers = new Drivers(driverCount);
  const results = [];
  let missed = 0;
  for (const scenario of wantedScenarios) {
    process.stderr.write(`… ${scenario.title}\n`);
    const profileTo = profile ? `${out}/profile-${scenario.name}` : undefined;
    const result = await runScenario(scenario, {
      drivers,
      rounds,
      peers: tested,
      wanted,
      ...(profileTo === undefined ? {} : { profileTo }),
      record: write,
    });
    results.push(result);
    const verdicts = toVerdicts(result);
    missed += verdicts.filter(({ met }) => !met).length;
    console.log(`${toTable(result)}\n${verdicts.map(({ text }) => `- ${text}`).join("\n")}\n`);
    if (profileTo !== undefined) console.log(toTopTen(profileTo));
  }
  drivers.end();
  for (const result of results.filter(({ scenario }) => scenario.plot)) {
    writeFileSync(`${out}/${result.scenario.name}.svg`, toPlot(result));
  }
  console.log(
    `${missed === 0 ? "Every floor was met." : `${missed} floors were missed.`} Figures: ${file}`,
  );
}

function readOptions() {
  const { values } = parseArgs({
    options: {
      only: { type: "string" },
      peers: { type: "string" },
      rounds: { type: "string", default: "3" },
      drivers: { type: "string" },
      other: { type: "string" },
      out: { type: "string", default: RESULTS },
      profile: { type: "boolean", default: false },
      help: { type: "boolean", default: false },
    },
  });
  const names = values.only?.split(",") ?? scenarios.map(({ name }) => name);
  const chosen = values.peers?.split(",") ?? peers.map(({ name }) => name);
  const unknown = [
    ...names.filter((name) => !scenarios.some((scenario) => scenario.name === name)),
    ...chosen.filter((name) => !peers.some((peer) => peer.name === name)),
  ];
  const rounds = Number(values.rounds);
  const driverCount = Number(values.drivers ?? Math.max(1, Math.floor(availableParallelism() / 2)));
  const sound = [rounds, driverCount].every((count) => Number.isInteger(count) && count > 0);
  if (values.help || unknown.length > 0 || !sound) {
    const fault = unknown.length > 0 ? `Unknown: ${unknown.join(", ")}.\n` : "";
    process.stderr.write(fault + USAGE);
    process.exitCode = values.help ? 0 : 2;
    return undefined;
  }
  if (!existsSync(SERVER)) {
    process.stderr.write("The server is not built. Run `npm run build` first.\n");
    process.exitCode = 1;
    return undefined;
  }
  const wantedScenarios = scenarios.filter(({ name }) => names.includes(name));
  const others = values.other === undefined ? [] : [toOther(values.other)];
  return {
    wantedScenarios: others.length > 0 ? wantedScenarios.map(withOther) : wantedScenarios,
    tested: [...peers, ...others],
    wanted: (/** @type {string} */ peer) => peer === OTHER || chosen.includes(peer),
    rounds,
    driverCount,
    out: values.out,
    profile: values.profile,
  };
}

/** @param {string} program */
function toOther(program) {
  return createOursOnRedis(OTHER, "another build of this server on Redis", program);
}

/** Where this server is tried, the other build is tried too. @param {import("./scenarios/index.js").Scenario} scenario */
function withOther(scenario) {
  const cases = scenario.cases.flatMap((given) => {
    const tried = typeof given === "string" ? { label: given, peer: given } : given;
    if (tried.peer !== "ours") return [tried];
    return [tried, { ...tried, label: tried.label.replace("ours", OTHER), peer: OTHER }];
  });
  return { ...scenario, cases };
}

function describeMachine() {
  return {
    machine: `${availableParallelism()} × ${cpus()[0]?.model ?? "unknown processor"}`,
    node: `Node ${process.version}`,
    load: `load before ${loadavg()
      .map((load) => load.toFixed(1))
      .join(" ")}`,
  };
}
