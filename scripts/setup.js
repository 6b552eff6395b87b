// Brings a checkout to where it can run: dependencies as locked, everything built. Does nothing where that is so.
// `node scripts/setup.js --force` builds whatever the case.

import "./node-version.js";

import { fileURLToPath } from "node:url";

import { areDependenciesInstalled, installDependencies } from "./dependencies.js";
import { PARTS, build, isBuilt } from "./parts.js";
import { StepError } from "./progress.js";
import { lockSetup } from "./setup-lock.js";

/**
 * Installs and builds what is missing or out of date, and says so while it does.
 *
 * @param {{ force?: boolean }} options `force` builds also what is up to date
 * @returns {Promise<boolean>} false where something failed, which has been told then
 */
export async function setup({ force = false } = {}) {
  if (!force && areDependenciesInstalled() && PARTS.every(isBuilt)) return true;
  const unlock = await lockSetup();
  try {
    if (!areDependenciesInstalled()) await installDependencies();
    for (const part of PARTS) if (force || !isBuilt(part)) await build(part);
    return true;
  } catch (error) {
    if (!(error instanceof StepError)) throw error;
    console.error(`${error.output.trimEnd()}\n\n✗ ${error.message}`);
    return false;
  } finally {
    unlock();
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const isReady = await setup({ force: process.argv.includes("--force") });
  process.exitCode = isReady ? 0 : 1;
}
