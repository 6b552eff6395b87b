// Installs tarballs as somebody else would, into folders outside the repository, without a registry: what they need of
// other people's packages is put there beforehand, and npm judges whether it fits.

import { execFileSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, writeFileSync } from "node:fs";

import { npm } from "../../scripts/dependencies.js";
import { closureOf, readLockfile } from "../../scripts/locked-packages.js";
import { ROOT } from "../../scripts/paths.js";

/**
 * Puts the packages that a workspace needs while it runs into a folder's node_modules, as they are locked.
 *
 * @param workspace such as `packages/server`
 */
export function bringDependencies(folder: string, workspace: string): void {
  writeFileSync(`${folder}/package.json`, `{ "private": true }\n`);
  for (const path of closureOf(readLockfile(), workspace, "dependencies")) {
    // What is meant for another platform is locked and not there.
    if (!existsSync(`${ROOT}/${path}`)) continue;
    const place = path.replace(/^packages\/\w+\//, "");
    cpSync(`${ROOT}/${path}`, `${folder}/${place}`, { recursive: true });
  }
  // npm takes a package for installed once its programs are linked.
  run(folder, ["rebuild"]);
}

/** `npm install` of tarballs in a folder. */
export function install(folder: string, tarballs: readonly string[], ...flags: string[]): void {
  mkdirSync(folder, { recursive: true });
  run(folder, ["install", ...flags, ...tarballs]);
}

function run(folder: string, words: readonly string[]): void {
  const [command, ...args] = npm();
  // A cache of its own and empty: nothing can come from anywhere but here.
  const alone = ["--offline", "--cache", `${folder}/.npm`];
  const quiet = ["--no-audit", "--no-fund", "--ignore-scripts", "--loglevel=error"];
  execFileSync(command, [...args, ...words, ...alone, ...quiet], {
    cwd: folder,
    stdio: ["ignore", "ignore", "pipe"],
  });
}
