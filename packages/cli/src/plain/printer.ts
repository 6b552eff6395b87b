// What happens in the rooms as lines on standard output, in order, at the reader's pace. Knows no command.

import { systemClock, type ChatClient, type ChatEvent, type Draft, type Entry } from "@chat/client";

import { ConnectionNotices } from "../notice/connection-notices.ts";
import { toEntryLines } from "../output/message-line.ts";
import { printLine, say } from "../output/standard-output.ts";
import type { Preferences } from "../preferences/preferences.ts";

/** How long it takes until it is said anew that the server slows somebody down, in milliseconds. */
const SLOWED_AGAIN_MS = 30_000;

/** Prints. */
export class Printer {
  readonly #preferences: Preferences;
  readonly #connection: ConnectionNotices;
  #queue = Promise.resolve();
  #slowedAt = -Infinity;

  constructor(client: ChatClient, preferences: Preferences) {
    this.#preferences = preferences;
    this.#connection = new ConnectionNotices({
      now: Date.now,
      after: (ms, callback) => systemClock.after(ms, callback),
      rooms: () => [...client.getSnapshot().rooms.keys()],
      username: () => client.getSnapshot().username,
      say: (line) => say(line),
    });
    client.listen((event) => this.#hear(event));
  }

  print(lines: readonly string[]): void {
    for (const line of lines) this.#queue = this.#queue.then(() => printLine(line));
  }

  /** The lines of an entry; none of what is not to be shown. */
  toLines(room: string, entry: Entry): string[] {
    const username = entry.type === "message" ? entry.message.username : "";
    const name = entry.type === "joined" || entry.type === "left" ? entry.username : username;
    return this.#preferences.ignored.includes(name) ? [] : toEntryLines(room, entry);
  }

  /** Settles once everything is printed. */
  async done(): Promise<void> {
    this.#connection.stop();
    await this.#queue;
  }

  #hear(event: ChatEvent): void {
    this.#connection.hear(event);
    if (event.type === "entry") this.print(this.toLines(event.room, event.entry));
    if (event.type === "refused") say(`${event.room}: ${event.error.message}`);
    if (event.type === "draft") this.#hearDraft(event.draft);
  }

  #hearDraft({ state, room, error }: Draft): void {
    if (state === "failed") say(`not sent to ${room}: ${error?.message ?? "refused"}`);
    if (state !== "waiting" || error?.code !== "rate_limited") return;
    const now = performance.now();
    if (now - this.#slowedAt > SLOWED_AGAIN_MS) {
      say("slowed down: too much at once; it goes on by itself");
    }
    this.#slowedAt = now;
  }
}
