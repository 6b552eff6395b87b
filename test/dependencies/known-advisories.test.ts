// No version with a known hole is locked. What is known stands in known-advisories.json, so that this holds without a
// network too; scripts/audit.js asks the registry where it answers.

import { readFileSync } from "node:fs";
import * as assert from "uvu/assert";

import { judgeAudit } from "../../scripts/audit.js";
import { ROOT } from "../../scripts/paths.js";
import { suite } from "../../test-support/suite.ts";
import { type Advisory, type Lockfile, findAdvisories } from "./find-advisories.ts";

const test = suite("known advisories");

const known = readJson(`${ROOT}/test/dependencies/known-advisories.json`) as Advisory[];
const lockfile = readJson(`${ROOT}/package-lock.json`) as Lockfile;

test("no locked version has a known hole", () => {
  assert.equal(findAdvisories(lockfile, known), []);
});

test("every known hole is found where a version that has it is locked, however deep", () => {
  for (const advisory of known) {
    const version = lastVulnerable(advisory);
    for (const path of ["node_modules/", "packages/server/node_modules/a/node_modules/"]) {
      const packages = { ...lockfile.packages, [`${path}${advisory.package}`]: { version } };
      const found = findAdvisories({ packages }, known);
      assert.ok(
        found.some((line) => line.includes(advisory.id)),
        `${advisory.package} ${version} is not found as ${advisory.id}`,
      );
    }
  }
});

test("the version that is fixed is not found", () => {
  for (const advisory of known) {
    const packages = { [`node_modules/${advisory.package}`]: { version: advisory.fixed } };
    assert.equal(findAdvisories({ packages }, [advisory]), [], advisory.id);
  }
});

test("a package whose name ends like another's is another package", () => {
  const packages = { "node_modules/@somebody/ws": { version: "8.0.0" } };
  assert.equal(findAdvisories({ packages }, known), []);
});

test("a range that is none is a fault of the list", () => {
  const broken = { package: "ws", vulnerable: "below eight", fixed: "8.0.0", id: "X", what: "x" };
  assert.throws(() => findAdvisories({ packages: {} }, [broken]), /below eight/);
});

test("what the registry says of high and critical holes fails the audit, the rest does not", () => {
  const report = (high: number, critical: number) =>
    JSON.stringify({
      vulnerabilities: { ws: { name: "ws", severity: high > 0 ? "high" : "critical" } },
      metadata: { vulnerabilities: { low: 3, moderate: 2, high, critical } },
    });
  assert.equal(judgeAudit(report(0, 0)).passed, true);
  assert.equal(judgeAudit(report(1, 0)).passed, false);
  assert.equal(judgeAudit(report(0, 1)).passed, false);
  assert.match(judgeAudit(report(1, 0)).words, /ws/);
});

test("a registry that answers no audits is said so, and fails nothing", () => {
  const answers = ["", "no JSON", "null", '{"message":"405 Method Not Allowed","error":{}}'];
  for (const answer of answers) {
    const { passed, words } = judgeAudit(answer);
    assert.ok(passed, answer);
    assert.match(words, /not asked/);
  }
});

test.run();

/** The highest version below the fix, or the one that is named. */
function lastVulnerable({ vulnerable, fixed }: Advisory): string {
  if (!vulnerable.includes("<")) return vulnerable;
  const lowest = /^>=(\S+)/.exec(vulnerable)?.[1];
  return lowest ?? `${fixed}-0`;
}

function readJson(file: string): unknown {
  return JSON.parse(readFileSync(file, "utf8")) as unknown;
}
