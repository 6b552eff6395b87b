// Tells the log of connections that were cut off: a few in words, many as a number, since whoever attacks would
// otherwise write the log.

import type { Logger } from "pino";

import { TokenBucket } from "./limits/token-bucket.ts";

/** So many lines at once, so many a second for good. */
const LINES = { burst: 20, perSecond: 0.2 };

const WORDS: Readonly<Record<string, string>> = {
  slow: "it reads too slowly",
  flood: "it floods the server",
};

/** Makes what is told of each that was cut off, and why. */
export function createCutOffLog(
  log: Logger,
  now: () => number = () => performance.now(),
): (why: string, connection: { id: string; address: string }) => void {
  const bucket = new TokenBucket(LINES, now());
  let untold = 0;
  return (why, { id, address }) => {
    if (bucket.take(now()) > 0) {
      untold++;
      return;
    }
    const others = untold === 0 ? {} : { untold };
    untold = 0;
    log.warn({ connection: id, address, ...others }, `Cut a connection off: ${WORDS[why] ?? why}`);
  };
}
