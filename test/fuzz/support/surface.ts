// What can be fuzzed: a side of the server with the cases that are tried on it and how one is played. A case is plain data,
// so that one that failed can be kept in a file.

import type * as fc from "fast-check";

/** Where a case is played. */
export interface Address {
  url: string;
  port: number;
}

/** A side of the server. */
export interface Surface<Case> {
  name: "events" | "endpoints" | "wire";
  cases: fc.Arbitrary<Case>;
  /** Plays a case and judges what the server said to it. @throws Violation */
  play(address: Address, one: Case): Promise<void>;
}
