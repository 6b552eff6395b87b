// Brings a checkout to where it can run: dependencies as locked, everything built. Does nothing where that is so.
// `node scripts/setup.js --force` builds whatever the case.

import "./node-version.js";

import { fileURLToPath } from "node:url";

import { areDependenciesInstalled, installDependencies } from "./dependencies.js";
import { PARTS, build, isBuilt } from "./parts.js";
import { StepError } from "./progress.js";
import { lockSetup } from "./setup-lock.js";

/**
 * Installs and builds what is missing or out of date, and says so while it does. Ends the process with status 1 where
 * something fails.
 *
 * @param {{ force?: boolean }} options `force` builds also what is up to date
 */
export async function setup({ force = false } = {}) {
  if (!force && areDependenciesInstalled() && PARTS.every(isBuilt)) return;
  const unlock = await lockSetup();
  try {
    if (!areDependenciesInstalled()) await installDependencies();
    for (const part of PARTS) if (force || !isBuilt(part)) await build(part);
  } catch (error) {
    if (!(error instanceof StepError)) throw error;
    console.error(`${error.output.trimEnd()}\n\n✗ ${error.message}`);
    process.exitCode = 1;
  } finally {
    unlock();
  }
  if (process.exitCode === 1) process.exit();
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await setup({ force: process.argv.includes("--force") });
}
