// All keys of a pattern, on every master of a cluster too. Redis is never held up: it is asked for some at a time.

import type { Connection } from "./connect.ts";

const AT_A_TIME = 1_000;

/** The keys that fit a pattern and are of a type. A key that is written meanwhile may be left out or named twice. */
export async function* scanKeys(
  connection: Connection,
  pattern: string,
  type: "list" | "string" | "hash",
): AsyncGenerator<string> {
  const nodes = "nodes" in connection ? connection.nodes("master") : [connection];
  for (const node of nodes) {
    let cursor = "0";
    do {
      const [next, keys] = await node.scan(
        cursor,
        "MATCH",
        pattern,
        "COUNT",
        AT_A_TIME,
        "TYPE",
        type,
      );
      cursor = next;
      yield* keys;
    } while (cursor !== "0");
  }
}
