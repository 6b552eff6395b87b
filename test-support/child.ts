// A child process of a test that never outlives it, with all it said. Knows nothing of what it runs.

import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";

/** How a process ended: one of the two is null. */
export interface ExitStatus {
  code: number | null;
  signal: NodeJS.Signals | null;
}

/** A running process. */
export interface Child {
  readonly pid: number;
  /** All it wrote to standard output and standard error so far, in the order it came. */
  readonly logs: string;
  /** Settles when it has ended, in whatever way. */
  readonly exited: Promise<ExitStatus>;
  /** Asks it to end with SIGTERM. @throws Error where it is still there after `graceMs`; it is killed then */
  stop(graceMs?: number): Promise<ExitStatus>;
  /** Ends it with SIGKILL. */
  kill(): Promise<ExitStatus>;
  /** Sends it a signal. */
  signal(name: NodeJS.Signals): void;
  /** Nobody reads its standard output any more. */
  deafen(): void;
}

const STOP_GRACE_MS = 15_000;
const running = new Set<ChildProcess>();

process.on("exit", () => {
  for (const child of running) child.kill("SIGKILL");
});

/**
 * Starts a program.
 *
 * @throws Error where it cannot be started
 */
export async function startChild(
  command: string,
  args: readonly string[],
  options: { env?: NodeJS.ProcessEnv; cwd?: string } = {},
): Promise<Child> {
  const child = spawn(command, args, { ...options, stdio: ["ignore", "pipe", "pipe"] });
  let logs = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (text: string) => (logs += text));
  }
  running.add(child);
  const exited = new Promise<ExitStatus>((resolve) => {
    child.once("close", (code, signal) => {
      running.delete(child);
      resolve({ code, signal });
    });
  });
  await once(child, "spawn");

  const kill = (): Promise<ExitStatus> => {
    child.kill("SIGKILL");
    return exited;
  };
  return {
    pid: child.pid ?? -1,
    get logs() {
      return logs;
    },
    exited,
    kill,
    signal: (name) => void child.kill(name),
    deafen: () => void child.stdout.destroy(),
    stop: async (graceMs = STOP_GRACE_MS) => {
      child.kill("SIGTERM");
      const late = deadline(graceMs);
      const status = await Promise.race([exited, late.passed]);
      late.cancel();
      if (status !== undefined) return status;
      await kill();
      throw new Error(`${command} did not end within ${graceMs} ms of SIGTERM. It said:\n${logs}`);
    },
  };
}

/**
 * Tries `attempt` until it answers true, as long as the process lives.
 *
 * @throws Error with what the process said, where it ended or `boundMs` passed first; it is killed then
 */
export async function untilReady(
  child: Child,
  what: string,
  attempt: () => Promise<boolean>,
  boundMs: number,
): Promise<void> {
  const until = performance.now() + boundMs;
  let ended: ExitStatus | undefined;
  void child.exited.then((status) => (ended = status));
  while (!(await attempt())) {
    if (ended !== undefined) {
      throw new Error(
        `${what} ended with ${ended.signal ?? ended.code} at its start. It said:\n${child.logs}`,
      );
    }
    if (performance.now() > until) {
      await child.kill();
      throw new Error(`${what} was not ready within ${boundMs} ms. It said:\n${child.logs}`);
    }
    // A process that was just spawned cannot tell when it is ready: it is asked again.
    await deadline(20).passed;
  }
}

function deadline(ms: number): { passed: Promise<undefined>; cancel: () => void } {
  let timer: NodeJS.Timeout | undefined;
  const passed = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => {
      resolve(undefined);
    }, ms);
  });
  return {
    passed,
    cancel: () => {
      clearTimeout(timer);
    },
  };
}
