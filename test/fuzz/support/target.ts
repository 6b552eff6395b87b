// The server that is fuzzed: a real process on one of the stores, started anew where a case brought it down. Sees what
// an operator would see: whether it lives, how fast it says so, what it logs, how much memory it holds.

import { get } from "node:http";
import { fileURLToPath } from "node:url";

import { freePort } from "../../../test-support/free-port.ts";
import { type Redis, startRedis } from "../../../test-support/redis.ts";
import { type Server, startServer } from "../../../test-support/server.ts";
import { temporaryFolder } from "../../../test-support/temporary-folder.ts";
import type { Sent } from "../../faults/support/history-checker.ts";
import { OPERATOR } from "./requests.ts";
import { Violation } from "./violation.ts";

/** Where the server keeps its rooms. */
export type StoreKind = "embedded" | "redis";

/** The settings of the fuzzed server, besides its store. Rates would hide nearly all behind a refusal. */
const SETTINGS = {
  ...{ RATE_LIMITS: "off", LOG_LEVEL: "info", HISTORY_LIMIT: "1000" },
  OPERATORS: OPERATOR,
};
/** How long `/healthz` may take, in milliseconds, on a machine that does other things too. */
const HEALTHY_WITHIN_MS = 5_000;
const MEMORY_WITHIN_MS = 10_000;
const LEVEL_ERROR = 50;
const MEMORY_REPORT = fileURLToPath(new URL("memory-report.js", import.meta.url));

/** The server. Started by {@link Target.start}. */
export class Target {
  /** What honest people said there, round by round: the history of their room holds it. */
  said: readonly Sent[] = [];
  readonly #env: Record<string, string>;
  readonly #redis: Redis | undefined;
  #server: Server;
  #alive = true;
  /** How much of the log has been judged. */
  #judged = 0;
  #memory: ((bytes: number) => void) | undefined;

  private constructor(server: Server, env: Record<string, string>, redis: Redis | undefined) {
    this.#server = server;
    this.#env = env;
    this.#redis = redis;
    this.#watch();
  }

  /** Starts a server on a store of its own. */
  static async start(store: StoreKind): Promise<Target> {
    const redis = store === "redis" ? await startRedis() : undefined;
    const kept =
      redis === undefined
        ? { STORE: "embedded", DATA_DIR: temporaryFolder("chat-fuzz") }
        : { REDIS_URL: redis.url };
    const NODE_OPTIONS = `--import=${MEMORY_REPORT}`;
    const env = { ...SETTINGS, ...kept, NODE_OPTIONS, PORT: String(await freePort()) };
    return new Target(await startServer({ env }), env, redis);
  }

  get url(): string {
    return this.#server.url;
  }

  get port(): number {
    return this.#server.port;
  }

  /** Starts it again where it died, on the same port and the same store. */
  async revive(): Promise<void> {
    if (this.#alive) return;
    this.#server = await startServer({ env: this.#env });
    this.#judged = 0;
    this.#watch();
  }

  /** Judges how it is now. @throws Violation where it died, is slow, or logged what only a fault logs */
  async judge(): Promise<void> {
    const healthy = await this.#isHealthy();
    this.#judgeLog();
    if (!this.#alive) throw new Violation("the server ended", this.#server.logs.slice(-2_000));
    if (!healthy) throw new Violation("/healthz does not answer", `${HEALTHY_WITHIN_MS} ms`);
  }

  /** The bytes of heap that are in use once garbage was collected. @throws Error where it does not say so */
  async measureHeap(): Promise<number> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new Error("the memory was not told")), MEMORY_WITHIN_MS);
    });
    const told = new Promise<number>((resolve) => (this.#memory = resolve));
    this.#server.signal("SIGWINCH");
    const asking = setInterval(() => this.#judgeLog(), 50);
    try {
      return await Promise.race([told, late]);
    } finally {
      clearTimeout(timer);
      clearInterval(asking);
    }
  }

  /** Ends it in good order. @throws Error where it does not come to an end */
  async stop(): Promise<void> {
    try {
      if (this.#alive) await this.#server.stop();
    } finally {
      await this.#redis?.stop();
    }
  }

  #watch(): void {
    const server = this.#server;
    this.#alive = true;
    void server.exited.then(() => {
      if (server === this.#server) this.#alive = false;
    });
  }

  /** Every line is JSON of the logger's own form, so none was forged; none is a fault or a warning of Node. */
  #judgeLog(): void {
    const { logs } = this.#server;
    const end = logs.lastIndexOf("\n") + 1;
    const lines = logs.slice(this.#judged, end).split("\n").slice(0, -1);
    this.#judged = Math.max(this.#judged, end);
    for (const line of lines) this.#judgeLine(line);
  }

  #judgeLine(line: string): void {
    const entry = readEntry(line);
    if (entry === undefined) throw new Violation("the log has a line that is no entry", line);
    if (entry.level >= LEVEL_ERROR) throw new Violation("the server logged a fault", line);
    if (entry.heapUsed !== undefined) this.#memory?.(entry.heapUsed);
  }

  #isHealthy(): Promise<boolean> {
    return new Promise((resolve) => {
      const options = { port: this.port, host: "127.0.0.1", path: "/healthz", agent: false };
      const request = get({ ...options, timeout: HEALTHY_WITHIN_MS }, (response) => {
        response.resume();
        resolve(response.statusCode === 200);
      });
      request.once("timeout", () => request.destroy(new Error("too late")));
      request.once("error", () => resolve(false));
    });
  }
}

interface Entry {
  level: number;
  time: string;
  heapUsed?: number;
}

function readEntry(line: string): Entry | undefined {
  try {
    const entry = JSON.parse(line) as Partial<Entry> | null;
    const whole = typeof entry?.level === "number" && typeof entry.time === "string";
    return whole ? (entry as Entry) : undefined;
  } catch {
    return undefined;
  }
}
