// What can go wrong inside a test, in a form that uvu can print: it breaks on a thrown value that is not an Error,
// and on a comparison it cannot draw, and loses the test by it.

import { inspect } from "node:util";
import { compare } from "uvu/diff";

const MACHINERY = /\/node_modules\/uvu\/|\/test-support\/(?:suite|failure)\.ts|\(node:|at node:/;

/** An error that uvu prints without breaking. */
export type Failure = Error;

/**
 * Runs `handler` and waits for it, at most `timeoutMs` milliseconds.
 *
 * @throws Error that says what did not end, or whatever the handler threw
 */
export async function bounded(
  what: string,
  timeoutMs: number,
  handler: () => void | Promise<void>,
): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  // The timer keeps the process alive on purpose: a promise that nothing will settle is a time-out, not an early end.
  const timeout = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      reject(new Error(`${what} did not end within ${timeoutMs} ms`));
    }, timeoutMs);
  });
  try {
    await Promise.race([handler(), timeout]);
  } finally {
    clearTimeout(timer);
  }
}

/** What was thrown, as an error that uvu can print; `where` names the hook, where it was one. */
export function toFailure(where: string, thrown: unknown): Failure {
  const prefix = where === "the test" ? "" : `${where} failed: `;
  if (isAssertion(thrown)) {
    if (prefix !== "") thrown.message = prefix + thrown.message;
    thrown.stack = framesOf(thrown);
    return thrown;
  }
  const isError = thrown instanceof Error;
  const text = isError ? toLine(thrown) : `thrown: ${inspect(thrown)}`;
  const cause = isError && thrown.cause !== undefined ? `\n    cause: ${toLine(thrown.cause)}` : "";
  const failure = new Error(prefix + text + cause);
  failure.stack = framesOf(isError ? thrown : failure);
  return failure;
}

/** Writes one line that the runner reads: a word in capitals and JSON. */
export function reportLine(word: string, content: object): void {
  process.stdout.write(`\n${word} ${JSON.stringify(content)}\n`);
}

/** Whether this is an assertion whose difference uvu can draw. */
function isAssertion(thrown: unknown): thrown is Error {
  if (!(thrown instanceof Error) || !thrown.name.startsWith("Assertion")) return false;
  // uvu's own assertions bring the difference along; for those of node:assert it compares while it prints.
  if (thrown.name === "Assertion") return true;
  const { actual, expected } = thrown as { actual?: unknown; expected?: unknown };
  try {
    compare(actual, expected);
    return true;
  } catch {
    return false;
  }
}

function toLine(cause: unknown): string {
  return cause instanceof Error ? `${cause.name}: ${cause.message}` : inspect(cause);
}

/** The stack without the message, which uvu prints apart, and without the frames of the tests' machinery. */
function framesOf(error: Error): string {
  const frames = (error.stack ?? "").split("\n").filter((line) => /^\s+at /.test(line));
  const own = frames.filter((line) => !MACHINERY.test(line));
  return ["", ...own].join("\n");
}
