// `npm run audit`: asks the registry for known holes of what is locked. Fails where one is high or critical; where the
// registry answers no audits, which many mirrors do not, it says so and fails nothing: test/dependencies holds a list of
// its own.

import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

import { ROOT } from "./paths.js";

const ANSWER_WITHIN_MS = 60_000;

/**
 * What to make of the report that `npm audit --json` prints.
 *
 * @param {string} report
 * @returns {{ passed: boolean, words: string }}
 */
export function judgeAudit(report) {
  const { metadata, vulnerabilities } = parse(report);
  const counts = metadata?.vulnerabilities;
  if (counts === undefined) {
    return { passed: true, words: "The registry answers no audits: it was not asked." };
  }
  const { high = 0, critical = 0 } = counts;
  const names = Object.values(vulnerabilities ?? {})
    .filter(({ severity }) => severity === "high" || severity === "critical")
    .map(({ name, severity }) => `${name} (${severity})`);
  if (high + critical === 0) return { passed: true, words: "The registry knows of no such hole." };
  return { passed: false, words: `The registry knows of holes in ${names.join(", ")}.` };
}

/**
 * @typedef {object} AuditReport
 * @property {{ vulnerabilities?: { high?: number, critical?: number } }} [metadata]
 * @property {Record<string, { name: string, severity: string }>} [vulnerabilities]
 */

/**
 * @param {string} text
 * @returns {AuditReport}
 */
function parse(text) {
  try {
    return JSON.parse(text) ?? {};
  } catch {
    return {};
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const args = ["audit", "--json", "--fetch-retries=0", "--fetch-timeout=20000"];
  const { stdout } = spawnSync("npm", args, {
    cwd: ROOT,
    encoding: "utf8",
    timeout: ANSWER_WITHIN_MS,
  });
  const { passed, words } = judgeAudit(stdout);
  console.log(words);
  process.exitCode = passed ? 0 : 1;
}
