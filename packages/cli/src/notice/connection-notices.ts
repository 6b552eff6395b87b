// Says when the connection has been away for longer than a hiccup, and when it is back with how much was missed. Knows
// no face; hears the client's events.

import type { ChatEvent } from "@chat/client";

import { formatDuration } from "../duration.ts";

/** A shorter interruption is not worth a word, unless something was missed. In milliseconds. */
export const WORTH_SAYING_MS = 5_000;

/** What the notices need. */
export interface ConnectionNoticePorts {
  /** Milliseconds since the epoch. */
  now(): number;
  /** Calls back once, in so many milliseconds. Returns how to call it off. */
  after(ms: number, callback: () => void): () => void;
  /** The rooms that are joined, and the own name. */
  rooms(): readonly string[];
  username(): string;
  say(line: string, tone: "good" | "bad"): void;
}

/** Follows the connection of one client. */
export class ConnectionNotices {
  readonly #ports: ConnectionNoticePorts;
  #lostAt: number | undefined;
  #said = false;
  #missed = 0;
  /** The rooms that were not entered again yet. */
  #awaited = new Set<string>();
  #cancel: (() => void) | undefined;

  constructor(ports: ConnectionNoticePorts) {
    this.#ports = ports;
  }

  /** Takes note of an event. */
  hear(event: ChatEvent): void {
    if (event.type === "connection") this.#connection(event.connection.status);
    if (this.#lostAt === undefined) return;
    if (event.type === "entry" && event.entry.type === "message") {
      if (event.entry.message.username !== this.#ports.username()) this.#missed += 1;
    }
    if (event.type === "rejoined" || event.type === "refused") {
      this.#awaited.delete(event.room);
      if (this.#awaited.size === 0) this.#back();
    }
  }

  /** Says nothing any more. */
  stop(): void {
    this.#cancel?.();
    this.#lostAt = undefined;
  }

  #connection(status: string): void {
    if (status === "reconnecting") {
      this.#awaited = new Set(this.#ports.rooms());
      if (this.#lostAt !== undefined) return;
      this.#lostAt = this.#ports.now();
      this.#missed = 0;
      this.#cancel = this.#ports.after(WORTH_SAYING_MS, () => {
        this.#said = true;
        this.#ports.say("connection lost; what you send is kept, and sent once it is back", "bad");
      });
    }
    if (status === "connected" && this.#lostAt !== undefined && this.#awaited.size === 0) {
      this.#back();
    }
  }

  #back(): void {
    if (this.#lostAt === undefined) return;
    const away = formatDuration(this.#ports.now() - this.#lostAt);
    const missed = this.#missed;
    if (this.#said || missed > 0) {
      const what = missed === 0 ? "nothing" : missed === 1 ? "1 message" : `${missed} messages`;
      this.#ports.say(`connected again after ${away}; missed meanwhile: ${what}`, "good");
    }
    this.#cancel?.();
    this.#said = false;
    this.#lostAt = undefined;
  }
}
