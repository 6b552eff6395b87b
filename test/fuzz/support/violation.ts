// What a fuzzed server must never do, as an error that says which rule it broke.

/** A rule that the server broke. Anything else that is thrown is a fault of the fuzzer. */
export class Violation extends Error {
  constructor(rule: string, seen: unknown) {
    super(`${rule}: ${shorten(seen)}`);
    this.name = "Violation";
  }
}

const SHOWN_MAX = 600;

function shorten(seen: unknown): string {
  const text = typeof seen === "string" ? seen : JSON.stringify(seen);
  return (text ?? "undefined").slice(0, SHOWN_MAX);
}
