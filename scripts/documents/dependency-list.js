// docs/dependencies.md: whose code is installed with what, and under which licences. Made of the lockfile.

import { closureOf, licenceOf, nameOf, readLockfile } from "../locked-packages.js";

/** @typedef {import("../locked-packages.js").Entry} Entry */

/** Who runs what: a heading, and the workspace whose dependencies of a kind it needs. */
const PARTS = /** @type {const} */ ([
  ["Installed with the server", "packages/server", "dependencies"],
  ["In the page", "packages/web", "devDependencies"],
  ["In the command line", "packages/cli", "devDependencies"],
  ["Installed with the client library", "packages/client", "dependencies"],
]);
/** Types are read by the compiler alone. */
const TYPES_ONLY = /^@types\/|^csstype$/;

/** Licences that ask for no more than to be named. */
const PERMISSIVE = new Set([
  ...["MIT", "MIT-0", "ISC", "BSD-2-Clause", "BSD-3-Clause", "0BSD", "Apache-2.0", "BlueOak-1.0.0"],
  ...["Unlicense", "CC0-1.0", "Python-2.0"],
]);
/** Others, by the package: tools that run here and reach nobody. */
const TOLERATED = new Map([
  ["axe-core", "MPL-2.0, runs in tests alone, unchanged"],
  ["lightningcss", "MPL-2.0, runs while the page is built, unchanged"],
]);

/**
 * The packages whose licence asks for more than to be named, and that nobody has looked at.
 *
 * @returns {string[]}
 */
export function findForbidden() {
  const lockfile = readLockfile();
  return allOf(lockfile)
    .filter((path) => !isPermissive(licenceOf(lockfile, path)) && !isTolerated(path))
    .map((path) => `${nameOf(path)}: ${licenceOf(lockfile, path)}`);
}

/** The document. @returns {string} */
export function renderDependencyList() {
  const lockfile = readLockfile();
  const reached = new Set();
  const parts = PARTS.map(([title, workspace, kind]) => {
    const paths = closureOf(lockfile, workspace, kind).filter((path) => !isTypes(path));
    for (const path of paths) reached.add(path);
    return `## ${title}\n\n${toTable(lockfile, paths)}`;
  });
  const tools = allOf(lockfile).filter((path) => !reached.has(path));
  const tolerated = [...TOLERATED].map(([name, why]) => `- ${name}: ${why}.`);
  return `# Dependencies

Made by \`npm run documents\` from the lockfile, and held against it by a test. What follows is all of it, with what the named packages need
in turn. Every licence is permissive: MIT and its like, which ask to be named. A package under another one fails the test.

${parts.join("\n\n")}

## Only here

${tools.length} more packages build and test the chat and reach nobody: ${countLicences(lockfile, tools)}. Some were looked at one by one:

${tolerated.join("\n")}

Why these and no others: [decisions](decisions/README.md).
`;
}

/** @param {Record<string, Entry>} lockfile */
function allOf(lockfile) {
  return Object.keys(lockfile)
    .filter((path) => path.includes("node_modules/") && lockfile[path]?.link !== true)
    .toSorted();
}

/** @param {string} path */
function isTypes(path) {
  return TYPES_ONLY.test(nameOf(path));
}

/** @param {string} path */
function isTolerated(path) {
  const name = nameOf(path);
  return [...TOLERATED.keys()].some((known) => name === known || name.startsWith(`${known}-`));
}

/**
 * Whether one of the licences that somebody may choose from is permissive, and of those that hold together all are.
 *
 * @param {string} licence an SPDX expression
 */
function isPermissive(licence) {
  const plain = licence.replace(/[()]/g, "");
  return plain
    .split(" OR ")
    .some((choice) => choice.split(" AND ").every((name) => PERMISSIVE.has(name)));
}

/**
 * @param {Record<string, Entry>} lockfile
 * @param {string[]} paths
 */
function toTable(lockfile, paths) {
  const rows = new Set(
    paths.map(
      (path) =>
        `| ${nameOf(path)} | ${lockfile[path]?.version ?? ""} | ${licenceOf(lockfile, path)} |`,
    ),
  );
  return ["| package | version | licence |", "| --- | --- | --- |", ...rows].join("\n");
}

/**
 * @param {Record<string, Entry>} lockfile
 * @param {string[]} paths
 */
function countLicences(lockfile, paths) {
  /** @type {Map<string, number>} */
  const counts = new Map();
  for (const path of paths) {
    const licence = licenceOf(lockfile, path);
    counts.set(licence, (counts.get(licence) ?? 0) + 1);
  }
  const sorted = [...counts].toSorted(([, a], [, b]) => b - a);
  return sorted.map(([licence, count]) => `${licence} ${count}`).join(", ");
}
