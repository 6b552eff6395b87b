// What a person sees of a step that takes a while, on a terminal and in a log alike.

import { spawn } from "node:child_process";

import { ROOT } from "./paths.js";

/** A step that failed: the message says which, the output what its program said. */
export class StepError extends Error {
  /**
   * @param {string} message
   * @param {string} output
   */
  constructor(message, output) {
    super(message);
    this.name = "StepError";
    this.output = output;
  }
}

/**
 * Runs a program quietly, with a line before it and a tick with the time after it. What it says is shown only where
 * it fails.
 *
 * @param {string} label what is being done, such as `Building the server`
 * @param {string} command
 * @param {string[]} args
 * @throws {StepError}
 */
export async function runStep(label, command, args) {
  const started = performance.now();
  const seconds = () => ((performance.now() - started) / 1000).toFixed(1);
  console.log(`${label}…`);
  const ticker = tickOnTerminal(() => `  ${Math.round(Number(seconds()))} s`);
  const { status, output } = await run(command, args);
  ticker.stop();
  if (status !== 0)
    throw new StepError(`${label} failed: ${command} ended with ${status}.`, output);
  console.log(`✓ ${label}: ${seconds()} s`);
}

/**
 * @param {string} command
 * @param {string[]} args
 * @returns {Promise<{ status: number | string, output: string }>}
 */
async function run(command, args) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd: ROOT, stdio: ["ignore", "pipe", "pipe"] });
    let output = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding("utf8").on("data", (text) => (output += text));
    }
    child.once("error", (error) => {
      resolve({ status: "an error", output: error.message });
    });
    child.once("close", (code, signal) => {
      resolve({ status: code ?? signal ?? "an unknown status", output });
    });
  });
}

/**
 * Shows on a terminal that something is still going on; elsewhere it shows nothing.
 *
 * @param {() => string} text
 */
function tickOnTerminal(text) {
  if (!process.stdout.isTTY) return { stop() {} };
  const timer = setInterval(() => process.stdout.write(`\r${text()}`), 1000);
  return {
    stop() {
      clearInterval(timer);
      process.stdout.write("\r\u001b[K");
    },
  };
}
