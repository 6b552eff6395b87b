// Keeps two set-ups of one checkout apart: two terminals may well say `npm start` and `npm test` at once.

import { mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { setTimeout } from "node:timers/promises";

import { CACHE } from "./paths.js";

const FILE = `${CACHE}/setup.lock`;
/** A lock older than this was left behind, whoever has its process number now. */
const STALE_MS = 15 * 60_000;

/**
 * Waits until no other set-up is under way.
 *
 * @returns {Promise<() => void>} gives the lock back
 */
export async function lockSetup() {
  mkdirSync(CACHE, { recursive: true });
  let told = false;
  while (!take()) {
    if (isStale()) {
      rmSync(FILE, { force: true });
      continue;
    }
    if (!told) console.log("Waiting for another set-up of this folder to end…");
    told = true;
    await setTimeout(200);
  }
  return () => {
    rmSync(FILE, { force: true });
  };
}

function take() {
  try {
    writeFileSync(FILE, String(process.pid), { flag: "wx" });
    return true;
  } catch (error) {
    if (codeOf(error) === "EEXIST") return false;
    throw error;
  }
}

function isStale() {
  try {
    if (Date.now() - statSync(FILE).mtimeMs > STALE_MS) return true;
    const pid = Number(readFileSync(FILE, "utf8"));
    // Its owner may have made it and not yet written to it.
    if (pid === 0) return false;
    process.kill(pid, 0);
    return false;
  } catch (error) {
    return ["ESRCH", "ENOENT"].includes(codeOf(error));
  }
}

/** @param {unknown} error */
function codeOf(error) {
  return error instanceof Error && "code" in error ? String(error.code) : "";
}
