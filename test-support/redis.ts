// A real redis-server for a test, in a folder of its own. Knows nothing of what the chat keeps there.

import { execFile } from "node:child_process";
import { connect } from "node:net";
import { promisify } from "node:util";

import { type Child, type ExitStatus, startChild, untilReady } from "./child.ts";
import { freePort } from "./free-port.ts";
import { temporaryFolder } from "./temporary-folder.ts";

/** How {@link startRedis} starts it. */
export interface RedisOptions {
  /** More arguments of redis-server, such as `["--appendonly", "yes"]`. */
  args?: readonly string[];
  /** Where it keeps its files. A folder given stays; a temporary one goes when the test process ends. */
  dir?: string;
  /** A free port where absent. */
  port?: number;
}

/** A running Redis. */
export interface Redis {
  /** `redis://127.0.0.1:{port}`. */
  readonly url: string;
  readonly port: number;
  readonly pid: number;
  readonly exited: Promise<ExitStatus>;
  /** Ends it in good order. */
  stop(): Promise<void>;
  /** Ends it with SIGKILL. */
  kill(): Promise<void>;
  /** Sends it a signal, such as SIGSTOP and SIGCONT to make it hang. */
  signal(name: NodeJS.Signals): void;
  /** What redis-cli prints for these arguments. @throws Error where redis-cli fails */
  cli(...args: string[]): Promise<string>;
}

const START_BOUND_MS = 10_000;
const run = promisify(execFile);

/**
 * Starts a redis-server on 127.0.0.1 and waits until it answers. Without arguments it writes nothing to disk.
 *
 * @throws Error where it does not answer within 10 s
 */
export async function startRedis(options: RedisOptions = {}): Promise<Redis> {
  const port = options.port ?? (await freePort());
  const dir = options.dir ?? temporaryFolder("chat-redis");
  const child = await startChild("redis-server", [
    ...["--port", String(port), "--bind", "127.0.0.1", "--dir", dir, "--save", ""],
    ...(options.args ?? []),
  ]);
  await untilReady(child, "redis-server", () => answersPing(port), START_BOUND_MS);
  return toRedis(child, port);
}

function toRedis(child: Child, port: number): Redis {
  return {
    url: `redis://127.0.0.1:${port}`,
    port,
    pid: child.pid,
    exited: child.exited,
    stop: async () => void (await child.stop()),
    kill: async () => void (await child.kill()),
    signal: (name) => {
      child.signal(name);
    },
    cli: async (...args) => {
      const { stdout } = await run("redis-cli", ["-p", String(port), ...args]);
      return stdout.trimEnd();
    },
  };
}

/** Whether a Redis that has loaded its data answers there. */
async function answersPing(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1", () => socket.write("PING\r\n"));
    socket.setTimeout(1_000, () => socket.destroy());
    socket.once("data", (answer) => {
      resolve(answer.toString().startsWith("+PONG"));
      socket.destroy();
    });
    socket.once("error", () => {
      resolve(false);
    });
    socket.once("close", () => {
      resolve(false);
    });
  });
}
