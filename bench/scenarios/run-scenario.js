// One scenario: every server under test in turn, round after round, each with a fresh process and a fresh store.

import { existsSync, writeFileSync } from "node:fs";

import { missingFor } from "../peers/index.js";
import { Session } from "./session.js";

/**
 * @typedef {object} Result
 * @property {import("./index.js").Scenario} scenario
 * @property {Map<string, import("./session.js").Figures[]>} figures label → figures of each round
 * @property {Map<string, string>} skipped label → why
 */

/**
 * @param {import("./index.js").Scenario} scenario
 * @param {object} how
 * @param {import("../driver/drivers.js").Drivers} how.drivers
 * @param {number} how.rounds
 * @param {readonly import("../peers/index.js").Peer[]} how.peers
 * @param {(peer: string) => boolean} how.wanted
 * @param {string} [how.profileTo]
 * @param {(line: { scenario: string, label: string, round: number, figures: import("./session.js").Figures }) => void} how.record
 * @returns {Promise<Result>}
 */
export async function runScenario(scenario, { drivers, rounds, peers, wanted, profileTo, record }) {
  /** @type {Result} */
  const result = { scenario, figures: new Map(), skipped: new Map() };
  for (let round = 0; round < Math.min(rounds, scenario.rounds ?? rounds); round++) {
    for (const given of scenario.cases) {
      const tried = typeof given === "string" ? { label: given, peer: given } : given;
      const peer = peers.find(({ name }) => name === tried.peer);
      if (!peer || !wanted(peer.name) || result.skipped.has(tried.label)) continue;
      const missing = missingFor(peer);
      if (missing !== undefined) {
        result.skipped.set(tried.label, `${missing} is not installed`);
        continue;
      }
      try {
        const figures = await runCase(scenario, tried, peer, drivers, profileTo);
        result.figures.set(tried.label, [...(result.figures.get(tried.label) ?? []), figures]);
        record({ scenario: scenario.name, label: tried.label, round, figures });
      } catch (error) {
        result.skipped.set(
          tried.label,
          `it failed: ${error instanceof Error ? error.message : String(error)}`,
        );
      }
    }
  }
  return result;
}

/**
 * @param {import("./index.js").Scenario} scenario
 * @param {import("./index.js").Case} tried
 * @param {import("../peers/index.js").Peer} peer
 * @param {import("../driver/drivers.js").Drivers} drivers
 * @param {string} [profileTo]
 */
async function runCase(scenario, tried, peer, drivers, profileTo) {
  const folder = profileTo && `${profileTo}/${tried.label.replaceAll(" ", "-")}`;
  const options = { ...tried.options, ...(folder === undefined ? {} : { profileTo: folder }) };
  const session = new Session(peer, await peer.start(options), drivers);
  try {
    return await scenario.run(session, tried);
  } finally {
    await session.end();
    if (folder !== undefined && existsSync(folder)) {
      writeFileSync(`${folder}/measured.json`, JSON.stringify(session.measured));
    }
  }
}
