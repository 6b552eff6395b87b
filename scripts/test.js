// `npm test`: sets up, runs the test files three at a time, and counts. Arguments choose files by a part of their path:
// `npm test -- client`. The last line is always `N passed, N failed`, with `, N skipped` where something was missing.

import "./node-version.js";

import { endWithNpm } from "./end-with-npm.js";
import { killRunning, runTestFile } from "./run-test-file.js";
import { setup } from "./setup.js";
import { findTestFiles } from "./test-files.js";

/** @typedef {import("./run-test-file.js").Result} Result */

const AT_ONCE = 3;
const maySkip = process.env["CHAT_NO_SKIP"] !== "1" && process.env["CI"] !== "true";

for (const signal of /** @type {const} */ (["SIGINT", "SIGTERM", "SIGHUP"])) {
  process.on(signal, () => {
    killRunning();
    process.exit(130);
  });
}
process.on("exit", killRunning);
endWithNpm();

const filters = process.argv.slice(2);
if (await setup()) {
  report(await runAll(findTestFiles(filters)));
} else {
  console.log("\n0 passed, 1 failed");
  process.exitCode = 1;
}

/** @param {import("./test-files.js").TestFile[]} queue */
async function runAll(queue) {
  const waiting = [...queue];
  /** @type {Result[]} */
  const done = [];
  const worker = async () => {
    for (let file = waiting.shift(); file !== undefined; file = waiting.shift()) {
      const result = await runTestFile(file);
      done.push(result);
      print(result);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  return done;
}

/** @param {Result} result */
function print(result) {
  const { path, passed, failed, skipped, faults, output, seconds } = result;
  const time = `${seconds.toFixed(1)} s`;
  if (failed === 0) {
    const left = skipped.length === 0 ? "" : `, ${countTests(skipped)} skipped`;
    console.log(`✓ ${path}: ${passed} passed${left}, ${time}`);
    return;
  }
  const reasons = faults.map((fault) => `\n  ${fault}`).join("");
  console.log(`\n✗ ${path}: ${failed} failed, ${time}${reasons}\n${output.trimEnd()}\n`);
}

/** @param {Result[]} all */
function report(all) {
  const skipped = all.flatMap((result) => result.skipped);
  const passedCount = sum(all.map((result) => result.passed));
  let failedCount = sum(all.map((result) => result.failed));
  const skippedCount = countTests(skipped);
  if (all.length === 0) {
    console.log(
      `No test file's path holds ${filters.map((filter) => `"${filter}"`).join(" or ")}.`,
    );
    failedCount++;
  }
  const broken = all.filter((result) => result.failed > 0).map((result) => `  ${result.path}`);
  if (broken.length > 0) console.log(`\nFailed:\n${broken.join("\n")}`);
  if (skipped.length > 0) printSkipped(skipped);
  if (!maySkip) failedCount += skippedCount;
  const tail = maySkip && skippedCount > 0 ? `, ${skippedCount} skipped` : "";
  console.log(`\n${passedCount} passed, ${failedCount} failed${tail}`);
  process.exitCode = failedCount === 0 ? 0 : 1;
}

/** @param {import("./run-test-file.js").Skipped[]} skipped */
function printSkipped(skipped) {
  const missing = [...new Set(skipped.flatMap((suite) => suite.missing))];
  const title = maySkip
    ? "SKIPPED for want of"
    : "FAILED, as nothing may be skipped here, for want of";
  console.log(`\n${title} ${missing.join(", ")}:`);
  for (const { suite, tests } of skipped) console.log(`  ${suite}: ${tests} tests`);
  console.log(`To run them: apt-get install ${missing.join(" ")}`);
}

/** @param {import("./run-test-file.js").Skipped[]} skipped */
function countTests(skipped) {
  return sum(skipped.map((suite) => suite.tests));
}

/** @param {number[]} numbers */
function sum(numbers) {
  return numbers.reduce((total, number) => total + number, 0);
}
