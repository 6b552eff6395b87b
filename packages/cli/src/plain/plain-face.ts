// Plain mode as slash commands see it: a room that text goes to, and lines for everything. Knows no terminal.

import type { ChatClient, Entry } from "@chat/client";
import type { Message } from "@chat/protocol";

import { toMessageLines } from "../output/message-line.ts";
import { say } from "../output/standard-output.ts";
import type { Preferences } from "../preferences/preferences.ts";
import type { Face } from "../slash/face.ts";
import type { Printer } from "./printer.ts";

/** The face. */
export class PlainFace implements Face {
  readonly client: ChatClient;
  readonly preferences: Preferences;
  readonly keys = [];
  readonly rooms: string[];
  readonly #printer: Printer;
  readonly #ended: Promise<void>;
  #room: string;
  #end: () => void = () => {};

  /** @param rooms joined already */
  constructor(
    client: ChatClient,
    preferences: Preferences,
    printer: Printer,
    rooms: readonly [string, ...string[]],
  ) {
    this.client = client;
    this.preferences = preferences;
    this.rooms = [...rooms];
    this.#printer = printer;
    this.#room = rooms[0];
    this.#ended = new Promise((resolve) => {
      this.#end = resolve;
    });
  }

  get room(): string {
    return this.#room;
  }

  /** The lines, until they end or somebody quits. */
  async *until(lines: AsyncGenerator<string>): AsyncGenerator<string> {
    for (;;) {
      const next = await Promise.race([lines.next(), this.#ended]);
      if (next === undefined || next.done === true) return;
      yield next.value;
    }
  }

  show(title: string, lines: readonly string[]): void {
    this.#printer.print([`-- ${title}`, ...lines.map((line) => `-- ${line}`)]);
  }

  say(line: string): void {
    say(line);
  }

  async enter(room: string, password?: string): Promise<void> {
    const out = this.client.getSnapshot().rooms.get(room)?.status === "refused";
    if (out || !this.rooms.includes(room)) {
      await this.client.join(room, password === undefined ? {} : { password });
      if (!this.rooms.includes(room)) this.rooms.push(room);
    }
    this.#room = room;
    say(`what you type goes to ${room} now`);
  }

  async leave(room: string): Promise<void> {
    await this.client.leave(room);
    this.rooms.splice(this.rooms.indexOf(room), 1);
    const [next] = this.rooms;
    if (next === undefined) this.quit();
    else if (room === this.#room) await this.enter(next);
  }

  /** Lines that were printed stay: a screen reader may be in the midst of them. */
  clear(): void {
    say("lines stay where they are here; your terminal clears them");
  }

  async older(): Promise<void> {
    const room = this.#room;
    const before = new Set(this.#entries(room).map(({ key }) => key));
    await this.client.loadOlder(room);
    const older = this.#entries(room).filter(({ key }) => !before.has(key));
    if (older.length === 0) return say(`nothing older is kept of ${room}`);
    this.#printer.print([
      `-- older messages of ${room}`,
      ...older.flatMap((entry) => this.#printer.toLines(room, entry)),
      `-- what was shown before follows here`,
    ]);
  }

  showHits(text: string, hits: readonly Message[]): void {
    this.#printer.print([
      `-- "${text}": ${hits.length} found`,
      ...hits.flatMap((message) => toMessageLines(message)),
    ]);
  }

  quit(): void {
    this.#end();
  }

  #entries(room: string): readonly Entry[] {
    return this.client.getSnapshot().rooms.get(room)?.entries ?? [];
  }
}
