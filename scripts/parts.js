// What is built from what, and whether that was done already. A part is up to date while the content of its inputs
// is what it was at its last build, and nothing touched its outputs since.

import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from "node:fs";

import { CACHE, ROOT } from "./paths.js";
import { runStep } from "./progress.js";

/**
 * @typedef {object} Part something that is built by one program
 * @property {string} name
 * @property {string[]} packages the folders in packages/ whose content decides about it
 * @property {string[]} builds those of them whose dist/ it makes
 * @property {(fresh: boolean) => string[]} command the arguments of Node; `fresh` where nothing built is left
 */

const TSC = "node_modules/typescript/bin/tsc";
/** @type {Part[]} */
export const PARTS = [
  {
    name: "the server",
    packages: ["protocol", "client", "server"],
    builds: ["protocol", "client", "server"],
    // tsc trusts its notes about what it wrote, also where somebody has deleted it.
    command: (fresh) => [
      TSC,
      "-b",
      "packages/client",
      "packages/server",
      ...(fresh ? ["--force"] : []),
    ],
  },
  {
    name: "the command line",
    packages: ["protocol", "client", "cli"],
    builds: ["cli"],
    command: () => ["packages/cli/build.js"],
  },
  {
    name: "the page",
    packages: ["protocol", "client", "web"],
    builds: ["web"],
    command: () => ["node_modules/vite/bin/vite.js", "build", "packages/web"],
  },
];

const SHARED_INPUTS = ["package-lock.json", "tsconfig.base.json"];
const NOT_INPUTS = new Set(["dist", "node_modules", "test", "bin", "examples", ".cache"]);

/** @param {Part} part */
export function isBuilt(part) {
  try {
    return readFileSync(stampFile(part), "utf8") === stamp(hashInputs(part), part);
  } catch {
    return false;
  }
}

/** @param {Part} part */
export async function build(part) {
  const fresh = !part.builds.every((name) => existsSync(`${ROOT}/packages/${name}/dist`));
  // Hashed before: what somebody edits while it builds has to count as not built.
  const inputs = hashInputs(part);
  await runStep(`Building ${part.name}`, process.execPath, part.command(fresh));
  mkdirSync(CACHE, { recursive: true });
  writeFileSync(stampFile(part), stamp(inputs, part));
}

/** @param {Part} part */
function stampFile(part) {
  return `${CACHE}/built-${part.builds.join("-")}`;
}

/**
 * @param {string} inputs
 * @param {Part} part
 */
function stamp(inputs, part) {
  return `${inputs} ${hashOutputs(part)}\n`;
}

/** @param {Part} part */
function hashInputs(part) {
  // What V8 made of the command when it was built fits one version of Node alone.
  const hash = createHash("sha256").update(process.version);
  const folders = part.packages.map((name) => `packages/${name}`);
  const files = folders.flatMap((folder) => listFiles(folder, NOT_INPUTS)).filter(isInput);
  for (const file of [...SHARED_INPUTS, ...files]) {
    hash
      .update(`${file}\0`)
      .update(readFileSync(`${ROOT}/${file}`))
      .update("\0");
  }
  return hash.digest("hex");
}

/** @param {Part} part */
function hashOutputs(part) {
  const hash = createHash("sha256");
  for (const file of part.builds.flatMap((name) => listFiles(`packages/${name}/dist`))) {
    // The type check writes these anew, and nobody runs them.
    if (/\.d\.ts$|\.tsbuildinfo$/.test(file)) continue;
    const { size, mtimeMs } = statSync(`${ROOT}/${file}`);
    hash.update(`${file}\0${size}\0${mtimeMs}\0`);
  }
  return hash.digest("hex");
}

/** @param {string} file */
function isInput(file) {
  return !/\.md$|\.tsbuildinfo$|\.log$/.test(file);
}

/**
 * The files below a folder, in a fixed order; none where there is no such folder.
 *
 * @param {string} folder relative to the repository
 * @param {Set<string>} skipped names of folders that are left out
 * @returns {string[]}
 */
function listFiles(folder, skipped = new Set()) {
  if (!existsSync(`${ROOT}/${folder}`)) return [];
  const entries = readdirSync(`${ROOT}/${folder}`, { withFileTypes: true });
  return entries
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const path = `${folder}/${entry.name}`;
      if (entry.isDirectory()) return skipped.has(entry.name) ? [] : listFiles(path, skipped);
      return entry.isFile() ? [path] : [];
    });
}
