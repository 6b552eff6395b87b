// One test file as a process of its own: bounded, ended with all it started, and judged by more than its status.

import { spawn } from "node:child_process";
import { stripVTControlCharacters } from "node:util";

import { ROOT } from "./paths.js";

/**
 * @typedef {object} Skipped a suite that lacked something, as test-support/suite.ts reports it
 * @property {string} suite
 * @property {number} tests
 * @property {string[]} missing
 * @property {string} install
 *
 * @typedef {object} Result
 * @property {string} path
 * @property {number} passed
 * @property {number} failed
 * @property {Skipped[]} skipped
 * @property {string[]} faults why the file failed, besides failed tests
 * @property {string} output
 * @property {number} seconds
 */

/** How long what a file left behind may hold its output open. */
const AFTERMATH_MS = 2_000;
// What a developer's shell may hold must not decide how a test goes.
const FOREIGN_VARIABLES =
  /^(?:CHAT_(?:SERVER|USER|TOKEN|TOKEN_FILE|DEBUG)|REDIS_URL|STORE|DATA_DIR|PORT|HOST|LOG_LEVEL|RATE_LIMITS|FORCE_COLOR|NO_COLOR|NODE_EXTRA_CA_CERTS)$/;

/** @type {Set<number>} */
const groups = new Set();

/** Ends every file that is running, with all that it started. */
export function killRunning() {
  for (const group of groups) killGroup(group);
}

/**
 * @param {import("./test-files.js").TestFile} file
 * @returns {Promise<Result>}
 */
export async function runTestFile(file) {
  const started = performance.now();
  const { status, output, timedOut } = await runBounded(file);
  const { total, passed, summaries } = readSummaries(output);
  const skipped = readLines(output, "SKIPPED");
  const faults = [...file.faults];
  if (timedOut) faults.push(`did not end within ${file.timeoutMs / 1000} s`);
  else if (readLines(output, "LEAKED").length > 0) faults.push("did not end: a handle is open");
  else if (summaries === 0)
    faults.push(`ended with ${status} before its tests did; is test.run() missing?`);
  else if (total === 0 && skipped.length === 0) faults.push("has no tests");
  else if (status !== 0 && passed === total)
    faults.push(`ended with ${status} though every test passed`);
  return {
    path: file.path,
    passed,
    failed: Math.max(total - passed, faults.length > 0 ? 1 : 0),
    skipped,
    faults,
    output,
    seconds: (performance.now() - started) / 1000,
  };
}

/**
 * @param {import("./test-files.js").TestFile} file
 * @returns {Promise<{ status: number | string, output: string, timedOut: boolean }>}
 */
async function runBounded(file) {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, ["--import", "tsx", file.path], {
      cwd: ROOT,
      env: Object.fromEntries(
        Object.entries(process.env).filter(([name]) => !FOREIGN_VARIABLES.test(name)),
      ),
      stdio: ["ignore", "pipe", "pipe"],
      // Its own process group, so that all it started can be ended with it.
      detached: true,
    });
    const group = child.pid ?? 0;
    groups.add(group);
    let output = "";
    let timedOut = false;
    /** @type {number | string} */
    let status = "an error";
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding("utf8").on("data", (text) => (output += text));
    }
    const timer = setTimeout(() => {
      timedOut = true;
      killGroup(group);
    }, file.timeoutMs);
    const finish = () => {
      clearTimeout(timer);
      groups.delete(group);
      resolve({ status, output: stripVTControlCharacters(output), timedOut });
    };
    child.once("exit", (code, signal) => {
      status = code ?? signal ?? status;
      // What it left behind would hold its output open, and go on using the machine.
      killGroup(group);
      setTimeout(finish, AFTERMATH_MS).unref();
    });
    child.once("close", finish);
    child.once("error", finish);
  });
}

/** @param {number} group */
function killGroup(group) {
  if (group === 0) return;
  try {
    process.kill(-group, "SIGKILL");
  } catch {
    // There is nobody left in it.
  }
}

/** @param {string} output */
function readSummaries(output) {
  const pattern = /^ {2}Total: +(\d+)\n {2}Passed: +(\d+)\n {2}Skipped: +\d+$/gm;
  let [total, passed, summaries] = [0, 0, 0];
  for (const match of output.matchAll(pattern)) {
    total += Number(match[1]);
    passed += Number(match[2]);
    summaries++;
  }
  return { total, passed, summaries };
}

/**
 * The JSON behind a word at the beginning of a line.
 *
 * @param {string} output
 * @param {string} word
 */
function readLines(output, word) {
  const lines = output.split("\n").filter((line) => line.startsWith(`${word} {`));
  return lines.map((line) => JSON.parse(line.slice(word.length + 1)));
}
