// The other way round: a run of a broken build must have been found out, and for the right reason.

import { type Violation, type ViolationKind, describeViolation } from "./history-checker.ts";

/** Fails where nothing of that kind was found. @throws Error */
export function assertBroken(violations: readonly Violation[], kind: ViolationKind): void {
  if (violations.some((one) => one.kind === kind)) return;
  const found = violations.slice(0, 5).map((one) => `\n  ${describeViolation(one)}`);
  throw new Error(
    `nothing ${kind} was found, only ${violations.length} violations:${found.join("")}`,
  );
}
