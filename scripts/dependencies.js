// The dependencies of the workspaces: whether they are installed as the lockfile says, and their installation.

import { readFileSync } from "node:fs";
import { basename } from "node:path";

import { ROOT } from "./paths.js";
import { runStep } from "./progress.js";

/**
 * Whether node_modules holds what package-lock.json asks for. npm writes what it has installed into a lockfile of
 * its own at the very end, so that an installation which was cut short counts for nothing.
 */
export function areDependenciesInstalled() {
  const installed = readPackages(`${ROOT}/node_modules/.package-lock.json`);
  if (installed === undefined) return false;
  const wanted = readPackages(`${ROOT}/package-lock.json`) ?? {};
  return Object.entries(wanted).every(([path, entry]) => {
    if (!path.startsWith("node_modules/") && !path.includes("/node_modules/")) return true;
    const found = installed[path];
    // Binaries for other platforms are in the lockfile and are rightly absent here.
    if (found === undefined) return entry.optional === true || entry.devOptional === true;
    return found.version === entry.version && found.integrity === entry.integrity;
  });
}

/** Installs exactly what the lockfile says. */
export async function installDependencies() {
  const [command, ...args] = npm();
  // Without "include" a NODE_ENV of production would leave out what the build needs.
  const flags = ["ci", "--include=dev", "--no-audit", "--no-fund", "--loglevel=error"];
  await runStep("Installing dependencies (once, about a minute)", command, [...args, ...flags]);
}

/**
 * The npm that runs this script, else the one on the PATH.
 *
 * @returns {[string, ...string[]]}
 */
export function npm() {
  const running = process.env["npm_execpath"];
  const isNpm = running !== undefined && basename(running) === "npm-cli.js";
  return isNpm ? [process.execPath, running] : ["npm"];
}

/**
 * @param {string} file
 * @returns {Record<string, { version?: string, integrity?: string, optional?: boolean, devOptional?: boolean }> | undefined}
 */
function readPackages(file) {
  try {
    return JSON.parse(readFileSync(file, "utf8")).packages;
  } catch {
    return undefined;
  }
}
