// The whole server inside the test's process, on a free port and a store on disk of its own.

import { pino } from "pino";

import { type RunningServer, startServer } from "../../src/compose.ts";
import { type Settings, parseConfig } from "../../src/config.ts";
import { temporaryFolder } from "./temporary-folder.ts";

/** A server in this process. */
export interface TestServer extends RunningServer {
  url: string;
  /** What it logged at level error and above. */
  faults: string[];
}

const LEVEL_ERROR = 50;

/** Starts a server with these settings over those of a test. */
export async function runServer(settings: Settings = {}): Promise<TestServer> {
  const config = parseConfig({
    ...{ PORT: "0", HOST: "127.0.0.1", STORE: "embedded", DATA_DIR: temporaryFolder() },
    ...settings,
  });
  const faults: string[] = [];
  const log = pino(
    {
      level: "error",
      base: null,
    },
    {
      write: (line: string) => {
        if ((JSON.parse(line) as { level: number }).level >= LEVEL_ERROR) faults.push(line);
      },
    },
  );
  const server = await startServer(config, log);
  return { ...server, url: `http://127.0.0.1:${server.port}`, faults };
}
