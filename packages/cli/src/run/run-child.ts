// A command as a child process: its output passes through, signals go on to it, its last lines are kept.
// Knows no chat.

import { spawn, type ChildProcess } from "node:child_process";
import { constants } from "node:os";
import type { Readable } from "node:stream";

import { takeInterrupt } from "../interrupt.ts";
import { takeClosedPipe } from "../output/standard-output.ts";
import { LastLines } from "./last-lines.ts";

/** How a command ended. */
export interface ChildEnd {
  /** As shells have it: 128 and more for a signal, 127 for no such command, 126 for one that cannot be run. */
  status: number;
  /** The signal that ended it. */
  signal?: NodeJS.Signals;
  /** Why it could not be started. */
  problem?: string;
  /** How long it ran, in milliseconds. */
  tookMs: number;
  /** The last lines of its output and errors, in the order they came. */
  lastLines: readonly string[];
}

const FORWARDED = ["SIGTERM", "SIGHUP", "SIGQUIT", "SIGUSR1", "SIGUSR2"] as const;
/** What the shell reports where a command is not there, and where it may not be run. */
const NOT_FOUND = 127;
const NOT_RUNNABLE = 126;

/** Runs a command to its end. It never rejects. @param tail how many of the last lines to keep */
export async function runChild(command: readonly string[], tail: number): Promise<ChildEnd> {
  const [program = "", ...args] = command;
  const begun = performance.now();
  const lines = new LastLines(tail);
  const end = (rest: Omit<ChildEnd, "tookMs" | "lastLines">): ChildEnd => ({
    ...rest,
    tookMs: performance.now() - begun,
    lastLines: lines.all(),
  });
  return new Promise((resolve) => {
    const child = spawn(program, args, { stdio: ["inherit", "pipe", "pipe"] });
    const stopForwarding = forwardSignals(child);
    letThrough(child.stdout, process.stdout, lines);
    letThrough(child.stderr, process.stderr, lines);
    child.once("error", (error: NodeJS.ErrnoException) => {
      stopForwarding();
      const missing = error.code === "ENOENT";
      resolve(
        end({
          status: missing ? NOT_FOUND : NOT_RUNNABLE,
          problem: missing ? `there is no command ${program}` : `${program}: ${error.message}`,
        }),
      );
    });
    child.once("close", (code, signal) => {
      stopForwarding();
      if (signal === null) resolve(end({ status: code ?? 0 }));
      else resolve(end({ status: 128 + constants.signals[signal], signal }));
    });
  });
}

/** At the reader's pace. A reader that has gone is the command's business: its next write fails, as without us. */
function letThrough(from: Readable, to: NodeJS.WriteStream, lines: LastLines): void {
  from.on("data", (bytes: Buffer) => lines.add(bytes));
  from.pipe(to, { end: false });
  takeClosedPipe(to, () => from.destroy());
}

function forwardSignals(child: ChildProcess): () => void {
  const forward = (signal: NodeJS.Signals): void => void child.kill(signal);
  for (const signal of FORWARDED) process.on(signal, forward);
  // At a terminal Ctrl-C reaches the command by itself: once more would be twice.
  takeInterrupt(() => {
    if (!process.stdin.isTTY) forward("SIGINT");
  });
  return () => {
    for (const signal of FORWARDED) process.off(signal, forward);
  };
}
