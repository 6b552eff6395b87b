// One run of a command as a whole process: how long it took, and the CPU it used.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";

import { temporaryFolder } from "../peers/process.js";

/** The unit of times in /proc/PID/stat, in milliseconds. */
const TICK_MS = 10;

// With it Node reads certificates at each start, which is nothing of ours.
const { NODE_EXTRA_CA_CERTS: _, NODE_OPTIONS: __, ...own } = process.env;
// Names are owned, as people's are, and by nobody after.
const env = { ...own, CHAT_IDENTITY_FILE: `${temporaryFolder()}/identity.json` };

/**
 * Runs a command to its end.
 *
 * @param {import("./shell-clients.js").ShellCommand} command
 * @returns {Promise<number>} how long it took, in milliseconds
 * @throws Error with what it said, where it fails or is not installed
 */
export async function runCommand({ program, args, input = "" }) {
  const started = performance.now();
  const child = spawn(program, args, { env, stdio: ["pipe", "ignore", "pipe"] });
  let said = "";
  child.stderr.setEncoding("utf8").on("data", (text) => (said += text));
  child.stdin.on("error", () => {});
  child.stdin.end(input);
  const [status] = await Promise.race([
    once(child, "exit"),
    once(child, "error").then(([error]) => {
      throw error.code === "ENOENT" ? new Error(`${program} is not installed`) : error;
    }),
  ]);
  const took = performance.now() - started;
  if (status !== 0) throw new Error(`${program} ended with ${status}: ${said.trim()}`);
  return took;
}

/** CPU time of all commands that have ended so far, user and system, in milliseconds; its grain is 10 ms. */
export function endedCpuMs() {
  const stat = readFileSync("/proc/self/stat", "latin1");
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return (Number(fields[13]) + Number(fields[14])) * TICK_MS;
}
