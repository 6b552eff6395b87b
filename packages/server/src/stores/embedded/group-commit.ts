// Group commit: all that is asked for in one turn of the event loop becomes one transaction, synced to disk once.

import { ChatError } from "@chat/protocol";

/** Something to do inside a transaction, and what to do once it is on the disk, or was not to be. */
interface Step {
  act: () => void;
  done: () => void;
  failed: (error: ChatError) => void;
}

/** How much of the last transaction's time a crowd is waited for. */
const WAIT_SHARE = 0.5;
/** How long a step that nobody waits for may wait for company, in milliseconds. */
const LATER_MS = 50;
/** The longest wait for a crowd, in milliseconds. */
const WAIT_MAX_MS = 2;

/** Runs steps in the order they came, in as few transactions as there are turns. */
export class GroupCommit {
  readonly #transact: (act: () => void) => void;
  readonly #report: (error: unknown) => void;
  readonly #now: () => number;
  #steps: Step[] = [];
  /** How many steps the last transaction had, and how long it took, in milliseconds. */
  #last = { size: 0, tookMs: 0 };
  #closed = false;
  #scheduled = false;
  #laterTimer: NodeJS.Timeout | undefined;

  /**
   * @param transact runs a function in a transaction that is durable when it returns; throws where it is not
   * @param report is told of transactions that failed
   * @param now the monotonic clock, in milliseconds
   */
  constructor(
    transact: (act: () => void) => void,
    report: (error: unknown) => void,
    now: () => number = () => performance.now(),
  ) {
    this.#transact = transact;
    this.#report = report;
    this.#now = now;
  }

  /**
   * Queues a step. `done` is called with its result once that is on the disk, before the steps behind it are; the
   * promise settles after.
   *
   * @throws ChatError `unavailable` where the transaction failed: then nothing of it is kept
   */
  run<T>(act: () => T, done: (result: T) => void = () => undefined): Promise<T> {
    if (this.#closed) return Promise.reject(new ChatError("unavailable", "The server is closing."));
    return new Promise((resolve, reject) => {
      let result: T;
      if (!this.#scheduled) this.#schedule();
      this.#steps.push({
        act: () => {
          result = act();
        },
        done: () => {
          done(result);
          resolve(result);
        },
        failed: reject,
      });
    });
  }

  /** Queues a step that nobody waits for: it goes along with the next commit, or by itself after a moment. */
  runLater(act: () => void): void {
    if (this.#closed) return;
    this.#steps.push({ act, done: () => undefined, failed: () => undefined });
    this.#laterTimer ??= setTimeout(() => this.flush(), LATER_MS);
  }

  /** Commits what is queued now. */
  flush(): void {
    this.#scheduled = false;
    clearTimeout(this.#laterTimer);
    this.#laterTimer = undefined;
    const steps = this.#steps;
    if (steps.length === 0) return;
    this.#steps = [];
    const started = this.#now();
    try {
      this.#transact(() => {
        for (const { act } of steps) act();
      });
      this.#last = { size: steps.length, tookMs: this.#now() - started };
    } catch (error) {
      this.#report(error);
      const failure = new ChatError("unavailable", "The server cannot write to its disk.", {
        cause: error,
      });
      for (const { failed } of steps) failed(failure);
      return;
    }
    for (const { done } of steps) done();
  }

  /**
   * A lone step is committed at the end of this turn. Where there is a crowd, as many as last time are waited for, a
   * part of the time that the disk took: those whom the last commit answered are about to ask again, and a commit for
   * the first of them alone would keep the others waiting for as long as one for all.
   */
  #schedule(): void {
    this.#scheduled = true;
    const { size, tookMs } = this.#last;
    const until = size > 1 ? this.#now() + Math.min(tookMs * WAIT_SHARE, WAIT_MAX_MS) : 0;
    const turn = () => {
      if (!this.#scheduled) return;
      if (this.#steps.length >= size || this.#now() >= until) this.flush();
      else setImmediate(turn);
    };
    setImmediate(turn);
  }

  /** Commits what is queued, and takes nothing more. */
  close(): void {
    this.flush();
    this.#closed = true;
  }
}
