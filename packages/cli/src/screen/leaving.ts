// Leaving the chat without leaving messages behind unnoticed: what is on its way is waited for, what cannot be sent now
// is worth a question. Knows no keys.

import type { ChatClientApi } from "@chat/client";

/** How long messages that are on their way are waited for, in milliseconds. */
export const ON_THEIR_WAY_MS = 2_000;
/** For so long a second wish to leave belongs to the first, in milliseconds. */
export const AGAIN_MS = 10_000;

/** What leaving needs. */
export interface LeavingPorts {
  client: Pick<ChatClientApi, "getSnapshot" | "subscribe">;
  /** Milliseconds since the epoch. */
  now(): number;
  /** Calls back once, in so many milliseconds. Returns how to call it off. */
  after(ms: number, callback: () => void): () => void;
  say(line: string): void;
  leave(): void;
}

/** One chat that is left once. */
export class Leaving {
  readonly #ports: LeavingPorts;
  #askedAt = -Infinity;
  #stopWaiting: (() => void) | undefined;

  constructor(ports: LeavingPorts) {
    this.#ports = ports;
  }

  /** Leaves: at once, or when all is sent, or when it is wished for again. */
  wish(): void {
    const ports = this.#ports;
    const again = this.#stopWaiting !== undefined || ports.now() - this.#askedAt < AGAIN_MS;
    if (again || this.#unsent === 0) return ports.leave();
    if (ports.client.getSnapshot().connection.status !== "connected") return this.#ask();
    const stops = [
      ports.client.subscribe(() => {
        if (this.#unsent === 0) ports.leave();
      }),
      ports.after(ON_THEIR_WAY_MS, () => {
        this.stop();
        this.#ask();
      }),
    ];
    this.#stopWaiting = () => {
      for (const stop of stops) stop();
    };
  }

  /** Waits for nothing any more. */
  stop(): void {
    this.#stopWaiting?.();
    this.#stopWaiting = undefined;
  }

  get #unsent(): number {
    const { rooms } = this.#ports.client.getSnapshot();
    return [...rooms.values()]
      .flatMap(({ drafts }) => drafts)
      .filter(({ state }) => state !== "failed").length;
  }

  #ask(): void {
    this.#askedAt = this.#ports.now();
    const what = this.#unsent === 1 ? "1 message is" : `${this.#unsent} messages are`;
    this.#ports.say(`${what} not sent yet; once more leaves, and keeps them for the next time`);
  }
}
