// The server as a process: its start with a word on where it is, and an orderly end on a signal.

import { performance } from "node:perf_hooks";

import { DEFAULT_PORT } from "@chat/protocol";
import closeWithGrace from "close-with-grace";
import type { Logger } from "pino";

import { type RunningServer, startServer } from "./compose.ts";
import type { Config } from "./config.ts";
import { CHAT_COMMAND } from "./installation.ts";
import { openLog } from "./log.ts";
import { LOOK_EVERY_MS, MemoryRelief } from "./memory-relief.ts";
import { createYoungCollection, youngBytes } from "./young-generation.ts";

/** How long an orderly end may take, in milliseconds. */
const CLOSE_WITHIN_MS = 9_000;

/**
 * Serves until a signal ends it. Settles once it serves.
 *
 * @throws StartError
 */
export async function serve(config: Config): Promise<void> {
  const { log, finish } = openLog(config);
  const server = await startServer(config, log);
  greet(server, log);
  giveMemoryBack();
  closeWithGrace({ delay: CLOSE_WITHIN_MS, logger: false }, async ({ err, signal }) => {
    if (err) log.fatal({ err }, "The server ends after a fault");
    else log.info(`${signal ?? "Asked to stop"}: finishing, then closing`);
    try {
      await server.close();
      log.info("Closed");
    } finally {
      await finish();
    }
  });
}

/** As long as the process lives, and without keeping it alive. */
function giveMemoryBack(): void {
  const relief = new MemoryRelief({
    measure: (since) => performance.eventLoopUtilization(since),
    youngBytes,
    collect: createYoungCollection(),
  });
  setInterval(() => relief.look(), LOOK_EVERY_MS).unref();
}

/** Says where the page is, and which command joins from a terminal. */
function greet({ host, port }: RunningServer, log: Logger): void {
  const everywhere = host === "0.0.0.0" || host === "::";
  const shown = everywhere || host === "127.0.0.1" ? "localhost" : host;
  const page = `http://${shown.includes(":") ? `[${shown}]` : shown}:${port}`;
  const server = page === `http://localhost:${DEFAULT_PORT}` ? "" : ` --server ${page}`;
  const join = `${CHAT_COMMAND} join general --user <name>${server}`;
  log.info({ page, join }, `The page is at ${page} · from a terminal: ${join}`);
}
