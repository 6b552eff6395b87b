// A port that nobody listens on. Another process may take it before it is used: whoever starts something on it
// must notice that the start failed.

import { randomInt } from "node:crypto";
import { createServer } from "node:net";

// Below what systems give to outgoing connections (Linux: from 32768, RFC 6335: from 49152): such a connection would take
// the port of a server that is about to be started again.
const FIRST = 10_000;
const LAST = 32_000;
/** Of 22,000 ports, this many in use one after the other is no accident. */
const ATTEMPTS = 50;

/** A free TCP port on 127.0.0.1, from 10,000 to 32,000. @throws Error where none was found */
export async function freePort(): Promise<number> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const port = randomInt(FIRST, LAST + 1);
    if (await isFree(port)) return port;
  }
  throw new Error(`none of ${ATTEMPTS} ports tried is free`);
}

/** Whether a server can listen there now. */
function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", () => resolve(false));
    server.listen(port, "127.0.0.1", () => server.close(() => resolve(true)));
  });
}
