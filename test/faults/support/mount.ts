// The right to mount a small disk that can be filled: root has it, and whoever lacks it is told so.

import { reportLine } from "../../../test-support/failure.ts";

/** Whether this process may mount. */
export function mayMount(): boolean {
  return process.platform === "linux" && process.getuid?.() === 0;
}

/** Tells the runner, in the form of test-support/suite.ts, that tests were left out for want of that right. */
export function reportNoMount(suite: string, tests: number): void {
  reportLine("SKIPPED", { suite, tests, missing: ["root"], install: "run the tests as root" });
}
