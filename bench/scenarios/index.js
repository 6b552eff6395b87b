// All scenarios, in the order they are run and printed.

import { enduranceScenarios } from "./endurance.js";
import { growthScenarios } from "./growth.js";
import { hostileScenarios } from "./hostile.js";
import { pageScenarios } from "./page.js";
import { requestScenarios } from "./requests.js";
import { roomScenarios } from "./rooms.js";
import { shellScenarios } from "./shell.js";
import { terminalScenarios } from "./terminal.js";

/**
 * @typedef {object} Case a server under test, in one setting
 * @property {string} label
 * @property {string} peer the name of the server
 * @property {import("../peers/index.js").StartOptions} [options]
 * @property {import("./session.js").Crowd} [crowd]
 * @property {number} [size] where the cases of a scenario differ in it
 *
 * @typedef {object} Scenario
 * @property {string} name
 * @property {string} title
 * @property {readonly (string | Case)[]} cases a word is the server of that name, as it is
 * @property {readonly string[]} columns the figures worth printing, the first one first
 * @property {number} [rounds] where one or two do
 * @property {(session: import("./session.js").Session, tried: Case) => Promise<import("./session.js").Figures>} run
 * @property {readonly import("./floors.js").Floor[]} floors
 * @property {boolean} [plot] its cases differ in size
 */

/** @type {readonly Scenario[]} */
export const scenarios = [
  ...roomScenarios,
  ...requestScenarios,
  ...enduranceScenarios,
  ...hostileScenarios,
  ...shellScenarios,
  ...growthScenarios,
  ...terminalScenarios,
  ...pageScenarios,
];
