// Messages on their way, and whether one of them came to nothing. Knows no room and prints nothing but what was never
// sent at all; what the server refuses is heard elsewhere.

import type { Sending } from "@chat/client";

import { ExitStatus, toExitStatus } from "../exit-status.ts";
import { say } from "../output/standard-output.ts";

/** The messages. */
export class PendingMessages {
  readonly #pending = new Set<Promise<void>>();
  /** The exit status so far: that of the first failure. */
  status: number = ExitStatus.ok;

  add(send: () => Sending): void {
    let sending: Sending;
    try {
      sending = send();
    } catch (error) {
      say(error instanceof Error ? error.message : String(error));
      this.#fail(error);
      return;
    }
    const settled = sending.stored.then(
      () => {},
      (error: unknown) => this.#fail(error),
    );
    this.#pending.add(settled);
    void settled.then(() => this.#pending.delete(settled));
  }

  /** Whether any is on its way. */
  get waiting(): boolean {
    return this.#pending.size > 0;
  }

  /** Settles once fewer than `count` are on their way. */
  async room(count: number): Promise<void> {
    while (this.#pending.size >= count) await Promise.race(this.#pending);
  }

  #fail(error: unknown): void {
    if (this.status === ExitStatus.ok) this.status = toExitStatus(error);
  }
}
