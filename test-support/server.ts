// A real chat server for a test, as its own process, started the way people start it.

import { get } from "node:http";
import { fileURLToPath } from "node:url";

import { type Child, startChild, untilReady } from "./child.ts";
import { freePort } from "./free-port.ts";
import { temporaryFolder } from "./temporary-folder.ts";

/** How {@link startServer} starts it. */
export interface ServerOptions {
  /** The server's environment. It wins over: a free PORT, HOST 127.0.0.1, STORE embedded, a temporary DATA_DIR. */
  env?: Record<string, string>;
  /** Another server than that of this repository: the path of its `chat-server.js`. */
  program?: string;
  /** Flags of the server. */
  args?: readonly string[];
}

/** A running chat server. */
export interface Server extends Child {
  /** `http://127.0.0.1:{port}`. */
  readonly url: string;
  readonly port: number;
}

const PROGRAM = fileURLToPath(new URL("../packages/server/bin/chat-server.js", import.meta.url));
const START_BOUND_MS = 15_000;
// What the developer's shell may hold must not decide how a test goes.
const SERVER_VARIABLES = [
  ...["PORT", "HOST", "REDIS_URL", "STORE", "DATA_DIR", "HISTORY_LIMIT", "HISTORY_TTL_SECONDS"],
  ...[
    "NAME_CLAIM_TTL",
    "CHAT_TOKEN",
    "ALLOWED_ORIGINS",
    "TRUST_PROXY",
    "LOG_LEVEL",
    "RATE_LIMITS",
    "LIMITS",
  ],
];

/**
 * Starts a server and waits until `GET /healthz` answers 200. With REDIS_URL in `env` it takes that Redis, else the
 * embedded store in a folder that goes when the test ends.
 *
 * @throws Error with what it said, where it ends or is not ready within 15 s
 */
export async function startServer(options: ServerOptions = {}): Promise<Server> {
  const env = toEnvironment(options.env ?? {}, await freePort());
  const port = Number(env["PORT"]);
  const child = await startChild(
    process.execPath,
    [options.program ?? PROGRAM, ...(options.args ?? [])],
    { env },
  );
  await untilReady(child, "the server", () => isHealthy(port), START_BOUND_MS);
  // Not spread: `logs` has to stay the getter that it is.
  return Object.defineProperties(child, {
    url: { value: `http://127.0.0.1:${port}`, enumerable: true },
    port: { value: port, enumerable: true },
  }) as Server;
}

function toEnvironment(given: Record<string, string>, port: number): Record<string, string> {
  const env: Record<string, string | undefined> = { ...process.env };
  for (const name of SERVER_VARIABLES) delete env[name];
  env["PORT"] = String(port);
  env["HOST"] = "127.0.0.1";
  if (given["REDIS_URL"] === undefined) env["STORE"] = "embedded";
  if (given["DATA_DIR"] === undefined) env["DATA_DIR"] = temporaryFolder("chat-server");
  return { ...env, ...given } as Record<string, string>;
}

async function isHealthy(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const request = get({
      port,
      host: "127.0.0.1",
      path: "/healthz",
      agent: false,
      timeout: 2_000,
    });
    request.once("response", (response) => {
      response.resume();
      resolve(response.statusCode === 200);
    });
    request.once("timeout", () => request.destroy(new Error("no answer in time")));
    request.once("error", () => {
      resolve(false);
    });
  });
}
