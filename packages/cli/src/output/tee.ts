// Passes standard input on to standard output while somebody else reads it. Knows no message.

import { once } from "node:events";

import { takeClosedPipe } from "./standard-output.ts";

/** Yields each piece of `input` once it is written to standard output. A reader that has gone changes nothing else. */
export async function* tee(input: AsyncIterable<unknown>): AsyncGenerator {
  const gone = new AbortController();
  takeClosedPipe(process.stdout, () => gone.abort());
  for await (const piece of input) {
    if (!gone.signal.aborted && !process.stdout.write(piece as Uint8Array)) {
      await once(process.stdout, "drain", { signal: gone.signal }).catch(() => {});
    }
    yield piece;
  }
}
