// `npm run bench:short`: fails where a ratio is worse than 1.5 times what baseline.json has for it. What seems worse
// is measured again before it counts, for a busy machine must not decide. `--record` writes the baseline anew.

import { readFileSync, writeFileSync } from "node:fs";

import { Drivers } from "./driver/drivers.js";
import { peers } from "./peers/index.js";
import { measure } from "./report/table.js";
import { runScenario } from "./scenarios/run-scenario.js";
import { comparisons } from "./scenarios/short.js";

/** @typedef {import("./scenarios/short.js").Comparison} Comparison */

const BASELINE = new URL("baseline.json", import.meta.url);
/** How much worse than recorded a ratio may be. */
const TOLERANCE = 1.5;
const TRIES = 3;
const RECORD_ROUNDS = 2;

process.exitCode = await main(process.argv.includes("--record"));

/** @param {boolean} record @returns {Promise<number>} the exit status */
async function main(record) {
  const drivers = new Drivers(1);
  try {
    return record ? await writeBaseline(drivers) : await compare(drivers);
  } finally {
    drivers.end();
  }
}

/** @param {Drivers} drivers */
async function writeBaseline(drivers) {
  const ratios = await measureAll(drivers, comparisons, RECORD_ROUNDS);
  const rounded = Object.fromEntries(
    [...ratios].map(([name, ratio]) => [name, Number(ratio.toFixed(2))]),
  );
  writeFileSync(BASELINE, `${JSON.stringify(rounded, null, 2)}\n`);
  console.log(rounded);
  return ratios.size === comparisons.length ? 0 : 1;
}

/** @param {Drivers} drivers */
async function compare(drivers) {
  /** @type {Record<string, number>} */
  const baseline = JSON.parse(readFileSync(BASELINE, "utf8"));
  /** @type {Map<string, number>} */
  const best = new Map();
  const isWorse = (/** @type {Comparison} */ comparison) => {
    const name = nameOf(comparison);
    return !((best.get(name) ?? Infinity) <= (baseline[name] ?? 0) * TOLERANCE);
  };
  let open = [...comparisons];
  for (let tries = 0; tries < TRIES && open.length > 0; tries++) {
    for (const [name, ratio] of await measureAll(drivers, open, 1)) {
      best.set(name, Math.min(best.get(name) ?? Infinity, ratio));
    }
    open = open.filter(isWorse);
  }
  for (const comparison of comparisons) {
    const name = nameOf(comparison);
    const verdict = isWorse(comparison) ? "WORSE" : "ok";
    console.log(
      `${verdict.padEnd(6)}${name}: ${best.get(name)?.toFixed(2) ?? "not measured"}, recorded ${baseline[name] ?? "nothing"}`,
    );
  }
  return open.length === 0 ? 0 : 1;
}

/** @param {Drivers} drivers @param {readonly Comparison[]} wanted @param {number} rounds */
async function measureAll(drivers, wanted, rounds) {
  /** @type {Map<string, number>} */
  const ratios = new Map();
  for (const scenario of new Set(wanted.map((comparison) => comparison.scenario))) {
    const result = await runScenario(scenario, {
      drivers,
      rounds,
      peers,
      wanted: () => true,
      record: () => {},
    });
    for (const [label, why] of result.skipped)
      console.log(`${scenario.name}: ${label} left out, ${why}`);
    for (const comparison of wanted.filter((comparison) => comparison.scenario === scenario)) {
      const ratio = measure(result, comparison);
      if (ratio !== undefined && Number.isFinite(ratio)) ratios.set(nameOf(comparison), ratio);
    }
  }
  return ratios;
}

/** @param {Comparison} comparison */
function nameOf({ scenario, figure, of, against }) {
  return `${scenario.name}: ${figure} of ${of} / ${against}`;
}
