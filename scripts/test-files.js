// Which files are tests, and what can be said of each without running it.

import { existsSync, readFileSync, readdirSync } from "node:fs";

import { ROOT } from "./paths.js";

const DEFAULT_TIMEOUT_MS = 120_000;

/**
 * @typedef {object} TestFile
 * @property {string} path relative to the repository
 * @property {number} timeoutMs how long it may run: 120 s, or what `// test-timeout: 300s` in its first lines says
 * @property {string[]} faults what is wrong with it already as a text
 */

/**
 * The test files whose path holds one of `filters`, those that may take longest first; all of them where there are
 * no filters.
 *
 * @param {string[]} filters
 * @returns {TestFile[]}
 */
export function findTestFiles(filters) {
  const packages = readdirSync(`${ROOT}/packages`).map((name) => `packages/${name}/test`);
  return ["test", ...packages]
    .flatMap(listTests)
    .filter((path) => filters.length === 0 || filters.some((filter) => path.includes(filter)))
    .map(describe)
    .toSorted((a, b) => b.timeoutMs - a.timeoutMs || (a.path < b.path ? -1 : 1));
}

/**
 * @param {string} folder
 * @returns {string[]}
 */
function listTests(folder) {
  if (!existsSync(`${ROOT}/${folder}`)) return [];
  return readdirSync(`${ROOT}/${folder}`, { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory()) return listTests(path);
    return /\.test\.tsx?$/.test(entry.name) ? [path] : [];
  });
}

/**
 * @param {string} path
 * @returns {TestFile}
 */
function describe(path) {
  const source = readFileSync(`${ROOT}/${path}`, "utf8");
  const head = source.split("\n", 10).join("\n");
  const seconds = /^\/\/ test-timeout: (\d+)s$/m.exec(head)?.[1];
  const faults = [];
  if (/\.(?:only|skip)\(/.test(source))
    faults.push("a test is singled out or left out in its source");
  if (/from "uvu"/.test(source))
    faults.push("uses uvu's own suite, which has no bounds: take test-support/suite.ts");
  return {
    path,
    timeoutMs: seconds === undefined ? DEFAULT_TIMEOUT_MS : Number(seconds) * 1000,
    faults,
  };
}
