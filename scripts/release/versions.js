// The version of the repository: one number, in every manifest and in the lockfile.

import { readFileSync, writeFileSync } from "node:fs";

import { ROOT } from "../paths.js";

const VERSION = /^(\d+)\.(\d+)\.(\d+)$/;
/** What is made of the code and names its version. */
const DOCUMENTS = ["docs/openapi.json", "docs/asyncapi.json"];
const FIELDS = /** @type {const} */ (["dependencies", "devDependencies"]);

/** Whether this is three numbers with dots between. @param {string} text */
export function isVersion(text) {
  return VERSION.test(text);
}

/**
 * Whether one version comes after another.
 *
 * @param {string} one
 * @param {string} other
 */
export function isAfter(one, other) {
  const [a = [], b = []] = [one, other].map((text) => text.split(".").map(Number));
  const at = a.findIndex((number, index) => number !== b[index]);
  return at >= 0 && (a[at] ?? 0) > (b[at] ?? 0);
}

/** The version of the repository. @returns {string} */
export function readVersion() {
  return readJson("package.json").version;
}

/**
 * Writes a version into every manifest of the repository and into the lockfile, and into what they ask of each other.
 *
 * @param {string} version
 * @returns {string[]} the files that it wrote
 */
export function writeVersion(version) {
  const folders = ["", .../** @type {string[]} */ (readJson("package.json").workspaces)];
  const manifests = folders.map((folder) => (folder === "" ? "" : `${folder}/`) + "package.json");
  const names = new Set(manifests.map((file) => readJson(file).name));
  for (const file of manifests) {
    const manifest = readJson(file);
    setVersion(manifest, version, names);
    writeJson(file, manifest);
  }
  const lockfile = readJson("package-lock.json");
  lockfile.version = version;
  for (const folder of folders) setVersion(lockfile.packages[folder], version, names);
  writeJson("package-lock.json", lockfile);
  for (const file of DOCUMENTS) {
    const text = readFileSync(`${ROOT}/${file}`, "utf8");
    writeFileSync(`${ROOT}/${file}`, text.replace(/"version": "[^"]*"/, `"version": "${version}"`));
  }
  return [...manifests, "package-lock.json", ...DOCUMENTS];
}

/**
 * @param {any} manifest
 * @param {string} version
 * @param {Set<string>} names the packages of the repository
 */
function setVersion(manifest, version, names) {
  manifest.version = version;
  for (const field of FIELDS) {
    for (const name of Object.keys(manifest[field] ?? {})) {
      if (names.has(name)) manifest[field][name] = version;
    }
  }
}

/**
 * @param {string} file
 * @returns {any}
 */
function readJson(file) {
  return JSON.parse(readFileSync(`${ROOT}/${file}`, "utf8"));
}

/**
 * @param {string} file
 * @param {object} value
 */
function writeJson(file, value) {
  writeFileSync(`${ROOT}/${file}`, `${JSON.stringify(value, null, 2)}\n`);
}
