// Decides when to tell others that one is typing: rarely enough to cost little, often enough not to expire with them.

import type { Clock } from "./clock.ts";

/** How often a room is told again while one goes on typing, in milliseconds. */
const TYPING_AGAIN_MS = 3_000;

/** What this client last said about its own typing, by room. */
export class TypingSender {
  #since = new Map<string, number>();
  #clock: Clock;
  #send: (room: string, typing: boolean) => void;

  constructor(clock: Clock, send: (room: string, typing: boolean) => void) {
    this.#clock = clock;
    this.#send = send;
  }

  /** Says that one types or has stopped, where that is news. */
  set(room: string, typing: boolean): void {
    const since = this.#since.get(room);
    if (!typing) {
      if (this.#since.delete(room)) this.#send(room, false);
      return;
    }
    const now = this.#clock.now();
    if (since !== undefined && now - since < TYPING_AGAIN_MS) return;
    this.#since.set(room, now);
    this.#send(room, true);
  }

  /** A message or a goodbye has said it already. */
  forget(room: string): void {
    this.#since.delete(room);
  }

  forgetAll(): void {
    this.#since.clear();
  }
}
