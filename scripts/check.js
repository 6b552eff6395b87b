// `npm run check`, and what .ci/run runs: what has to hold before a change goes in, step by step, with nothing skipped. Stops
// at the first step that fails; the last line is always "N passed, N failed".

import "./node-version.js";

import { spawnSync } from "node:child_process";

import { ROOT } from "./paths.js";

const BIN = "node_modules/.bin";

/** Each step: what it is called, and its program with the arguments. The tests come last and count for themselves. */
const STEPS = /** @type {const} */ ([
  ["Set-up", process.execPath, "scripts/setup.js"],
  ["Audit", process.execPath, "scripts/audit.js"],
  ["Format", `${BIN}/oxfmt`, "--check"],
  ["Lint", `${BIN}/oxlint`, "--type-aware", "--deny-warnings"],
  ["Types", `${BIN}/tsc`, "-b"],
  ["Dead code", `${BIN}/knip`, "--no-progress"],
  // Before the tests, while nothing else runs: what seems slower than recorded is measured again before it counts.
  ["Bench", process.execPath, "bench/short.js"],
  ["Tests", process.execPath, "scripts/test.js"],
]);

for (const [name, command, ...args] of STEPS) {
  const isLast = name === "Tests";
  const started = performance.now();
  console.log(`== ${name}`);
  const { status } = spawnSync(command, args, {
    cwd: ROOT,
    env: { ...process.env, CHAT_NO_SKIP: "1" },
    stdio: "inherit",
  });
  if (isLast) {
    process.exitCode = status ?? 1;
    break;
  }
  const seconds = Math.round((performance.now() - started) / 1000);
  if (status !== 0) {
    console.log(`== ${name} failed after ${seconds} s\n0 passed, 1 failed`);
    process.exitCode = 1;
    break;
  }
  console.log(`== ${name}: ${seconds} s`);
}
