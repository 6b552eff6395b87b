// How long to go on after a failure that may pass, and how long to wait before the next attempt. Knows no message.

import { ChatError } from "@chat/protocol";

import { CommandError, ExitStatus, toWords, UnreachableError } from "./exit-status.ts";

/** Waits between attempts: short at first, since most restarts are over within a second. */
const FIRST_PAUSE_MS = 200;
const LONGEST_PAUSE_MS = 3_000;

/** What to be patient with. */
export interface PatienceOptions {
  /** How long to go on while the server is out of reach or busy, in milliseconds; 0: one attempt. */
  retryMs: number;
  /** Whether to wait as long as a rate limit asks, also without retries. */
  keepPace: boolean;
}

/** Patience with one thing that is tried until it works. */
export class Patience {
  readonly #options: PatienceOptions;
  #pause = FIRST_PAUSE_MS;
  #end: number | undefined;

  /** Its time begins now. */
  constructor(options: PatienceOptions) {
    this.#options = options;
    this.#end = performance.now() + options.retryMs;
  }

  /** Something worked: its time begins with the next failure. */
  renew(): void {
    this.#pause = FIRST_PAUSE_MS;
    this.#end = undefined;
  }

  /**
   * Something failed.
   *
   * @returns how long to wait before the next attempt, in milliseconds
   * @throws the error where it is final, CommandError `tryLater` once out of retries
   */
  waitAfter(error: unknown): number {
    if (!isTransient(error)) throw error;
    this.#end ??= performance.now() + this.#options.retryMs;
    const asked = error instanceof ChatError ? error.retryAfterMs : undefined;
    const limited = error instanceof ChatError && error.code === "rate_limited";
    // Jitter: many scripts that lost one server should not come back in step.
    const wait = asked ?? this.#pause * (0.75 + Math.random() / 2);
    this.#pause = Math.min(LONGEST_PAUSE_MS, this.#pause * 2);
    const goesOn = (limited && this.#options.keepPace) || performance.now() + wait <= this.#end;
    if (!goesOn) throw toLastError(error, this.#options.retryMs);
    return wait;
  }
}

/** Waits, or rejects with the signal's reason as soon as it aborts. */
export async function sleep(milliseconds: number, signal: AbortSignal): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    const abort = (): void => {
      clearTimeout(timer);
      reject(signal.reason as Error);
    };
    const timer = setTimeout(() => {
      signal.removeEventListener("abort", abort);
      resolve();
    }, milliseconds);
    if (signal.aborted) abort();
    else signal.addEventListener("abort", abort, { once: true });
  });
}

function isTransient(error: unknown): boolean {
  return error instanceof UnreachableError || (error instanceof ChatError && error.retryable);
}

function toLastError(error: unknown, retryMs: number): unknown {
  if (retryMs === 0) return error;
  const text = `gave up after ${retryMs / 1_000} s: ${toWords(error)}`;
  return new CommandError(ExitStatus.tryLater, text, { cause: error });
}
