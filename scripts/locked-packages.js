// What package-lock.json says is installed, and what follows from a workspace's dependencies. Reads nothing else.

import { readFileSync } from "node:fs";

import { ROOT } from "./paths.js";

/**
 * @typedef {object} Entry
 * @property {string} [version]
 * @property {string} [license]
 * @property {string} [resolved] where `link` is set, the workspace's folder
 * @property {boolean} [link]
 * @property {boolean} [dev]
 * @property {Record<string, string>} [dependencies]
 * @property {Record<string, string>} [devDependencies]
 * @property {Record<string, string>} [optionalDependencies]
 * @property {Record<string, string>} [peerDependencies]
 */

/** What packages say in their licence file and not in the field that npm reads. */
const STATED = new Map([["xmlhttprequest-ssl", "MIT"]]);

/**
 * The entries of the lockfile by their path: "" is the repository, "packages/cli" a workspace.
 *
 * @returns {Record<string, Entry>}
 */
export function readLockfile() {
  return JSON.parse(readFileSync(`${ROOT}/package-lock.json`, "utf8")).packages;
}

/**
 * The paths in node_modules of all that the named dependencies of a workspace need while they run, sorted; other
 * workspaces are followed and left out.
 *
 * @param {Record<string, Entry>} lockfile
 * @param {string} workspace its folder, "" for the repository
 * @param {"dependencies" | "devDependencies"} kind
 * @returns {string[]}
 */
export function closureOf(lockfile, workspace, kind) {
  /** @type {Set<string>} */
  const seen = new Set();
  const queue = locateAll(lockfile, workspace, lockfile[workspace]?.[kind]);
  for (let path = queue.pop(); path !== undefined; path = queue.pop()) {
    if (seen.has(path)) continue;
    seen.add(path);
    const { dependencies, optionalDependencies } = lockfile[path] ?? {};
    queue.push(...locateAll(lockfile, path, { ...dependencies, ...optionalDependencies }));
  }
  return [...seen].filter((path) => path.includes("node_modules/")).toSorted();
}

/** The name of the package at a path of the lockfile. @param {string} path */
export function nameOf(path) {
  return path.slice(path.lastIndexOf("node_modules/") + "node_modules/".length);
}

/**
 * The licence of a package as an SPDX expression, `unknown` where it names none.
 *
 * @param {Record<string, Entry>} lockfile
 * @param {string} path
 */
export function licenceOf(lockfile, path) {
  return lockfile[path]?.license ?? STATED.get(nameOf(path)) ?? "unknown";
}

/**
 * @param {Record<string, Entry>} lockfile
 * @param {string} from
 * @param {Record<string, string> | undefined} wanted
 */
function locateAll(lockfile, from, wanted) {
  return Object.keys(wanted ?? {}).flatMap((name) => locate(lockfile, from, name) ?? []);
}

/**
 * Looks for a package as Node does: beside, then in each folder above.
 *
 * @param {Record<string, Entry>} lockfile
 * @param {string} from
 * @param {string} name
 * @returns {string | undefined} undefined for what is meant for another platform and not locked
 */
function locate(lockfile, from, name) {
  for (let folder = from; ; folder = parentOf(folder)) {
    const path = `${folder === "" ? "" : `${folder}/`}node_modules/${name}`;
    const entry = lockfile[path];
    if (entry !== undefined) return entry.link === true ? entry.resolved : path;
    if (folder === "") return undefined;
  }
}

/** @param {string} folder */
function parentOf(folder) {
  const at = folder.lastIndexOf("/node_modules/");
  return at < 0 ? "" : folder.slice(0, at);
}
