// The rooms on the screen: which there are, which one is in view, and what came to the others meanwhile.
// Knows neither keys nor how it looks.

import type { ChatClientApi, ChatEvent } from "@chat/client";
import type { Message } from "@chat/protocol";

import type { Preferences } from "../preferences/preferences.ts";
import { createComposer, reduceComposer } from "./composer.ts";
import type { RoomPane } from "./frame-builder.ts";
import type { InputMemory } from "./input-memory.ts";
import { LogView } from "./log-view.ts";
import { mentions } from "./mentions.ts";

/** The rooms of a screen, in the order in which they were entered. */
export class ScreenRooms {
  readonly #client: ChatClientApi;
  readonly #username: string;
  readonly #panes = new Map<string, RoomPane>();
  /** Those of which it is known how far they were read. */
  readonly #begun = new Set<string>();
  #room: string;
  /** Where somebody was who goes from room to room to see what is new. */
  #from: string | undefined;
  /** Whether the terminal's window is in front; a terminal that does not tell always is. */
  #focused = true;
  /** The newest message of the room in view when the window went to the back. */
  #blurredAt = 0;
  readonly #preferences: Preferences;
  readonly #memory: InputMemory;

  /** @param rooms at least one; the first is in view */
  constructor(
    client: ChatClientApi,
    rooms: readonly [string, ...string[]],
    preferences: Preferences,
    memory: InputMemory,
  ) {
    this.#client = client;
    this.#username = client.getSnapshot().username;
    this.#preferences = preferences;
    this.#memory = memory;
    this.#room = rooms[0];
    for (const room of rooms) this.add(room);
  }

  /** The room in view. */
  get room(): string {
    return this.#room;
  }

  get names(): readonly string[] {
    return [...this.#panes.keys()];
  }

  get focused(): boolean {
    return this.#focused;
  }

  /** Messages that were not read in all rooms, and whether one of them names oneself. */
  get unread(): { unread: number; mentioned: boolean } {
    const panes = [...this.#panes.values()];
    return {
      unread: panes.reduce((sum, pane) => sum + pane.unread, 0),
      mentioned: panes.some((pane) => pane.mentioned),
    };
  }

  get panes(): ReadonlyMap<string, RoomPane> {
    return this.#panes;
  }

  /** What the screen keeps of the room in view. */
  get pane(): RoomPane {
    const pane = this.#panes.get(this.#room);
    if (pane === undefined) throw new Error(`no pane for ${this.#room}`);
    return pane;
  }

  /** Adds a room at the end, without bringing it into view. */
  add(room: string): void {
    if (this.#panes.has(room)) return;
    const text = this.#memory.unfinished(room);
    const composer = createComposer(this.#memory.history(room));
    const pane: RoomPane = {
      view: new LogView(this.#username),
      composer: reduceComposer(composer, { type: "insert", text }),
      ...{ unread: 0, mentioned: false },
    };
    this.#panes.set(room, pane);
    this.#begin(room, pane);
  }

  /** Brings a room into view; its messages count as read. Does nothing for a room that is not here. */
  show(room: string | undefined): void {
    const pane = room === undefined ? undefined : this.#panes.get(room);
    if (room === undefined || pane === undefined) return;
    if (room !== this.#room) {
      this.#client.setTyping(this.#room, false);
      this.#leave(this.#room);
      pane.view.enter(this.#lastId(room));
    }
    this.#room = room;
    pane.unread = 0;
    pane.mentioned = false;
  }

  /** The window came to the front, or went to the back: what comes meanwhile to the room in view is not read yet. */
  focus(focused: boolean): void {
    if (focused === this.#focused) return;
    this.#focused = focused;
    const { pane } = this;
    const lastId = this.#lastId(this.#room);
    if (!focused) {
      this.#blurredAt = lastId;
      return this.#leave(this.#room);
    }
    // With nothing new the line of where one left off stays where it is.
    if (lastId !== this.#blurredAt) pane.view.enter(lastId);
    pane.unread = 0;
    pane.mentioned = false;
  }

  /**
   * The next room in which something happened: first those with a mention, then those with unread messages; at last
   * back to where the round began. Undefined where nothing happened anywhere.
   */
  nextActivity(): string | undefined {
    const { names } = this;
    const place = names.indexOf(this.#room);
    const round = [...names.slice(place + 1), ...names.slice(0, place)];
    const next =
      round.find((name) => this.#panes.get(name)?.mentioned) ??
      round.find((name) => (this.#panes.get(name)?.unread ?? 0) > 0);
    if (next !== undefined) this.#from ??= this.#room;
    const back = this.#from;
    if (next === undefined) this.#from = undefined;
    return next ?? back;
  }

  /** Takes a room away and brings its neighbour into view. Returns false, and keeps it, where it is the last one. */
  remove(room: string): boolean {
    const { names } = this;
    const place = names.indexOf(room);
    if (place < 0) return true;
    const next = names[place + 1] ?? names[place - 1];
    if (next === undefined) return false;
    this.#client.setTyping(room, false);
    if (room === this.#room) this.show(next);
    else this.#leave(room);
    this.#panes.delete(room);
    this.#begun.delete(room);
    return true;
  }

  /** The room so many places further, around the ends. */
  neighbour(step: number): string | undefined {
    const { names } = this;
    return names[(names.indexOf(this.#room) + step + names.length) % names.length];
  }

  /** Counts what comes to rooms that are not in view, unless they are muted. */
  hear(event: ChatEvent): void {
    if (event.type === "joined") this.#entered(event.room);
    if (event.type !== "entry" || event.backlog || event.entry.type !== "message") return;
    const pane = this.#panes.get(event.room);
    if (pane === undefined || (event.room === this.#room && this.#focused)) return;
    this.#count(event.room, pane, event.entry.message);
  }

  /** Nobody looks at the rooms any more: the chat ends. */
  close(): void {
    if (this.#focused) this.#leave(this.#room);
  }

  /** A room that was just joined: what came since one was last there is not read. */
  #begin(room: string, pane: RoomPane): void {
    const { entries = [], lastId = 0 } = this.#client.getSnapshot().rooms.get(room) ?? {};
    // Without messages nobody can tell yet: it is being joined, or has none.
    if (lastId === 0) return;
    this.#begun.add(room);
    const readTo = this.#memory.readTo(room) || lastId;
    pane.view.leave(readTo);
    if (room === this.#room) return pane.view.enter(lastId);
    for (const entry of entries) {
      if (entry.type === "message" && entry.message.id > readTo)
        this.#count(room, pane, entry.message);
    }
  }

  #entered(room: string): void {
    const pane = this.#panes.get(room);
    if (pane !== undefined && !this.#begun.has(room)) this.#begin(room, pane);
  }

  #leave(room: string): void {
    const lastId = this.#lastId(room);
    if (lastId === 0) return;
    this.#panes.get(room)?.view.leave(lastId);
    this.#memory.read(room, lastId);
  }

  #count(room: string, pane: RoomPane, { username, message }: Message): void {
    const { muted, ignored } = this.#preferences;
    if (username === this.#username || ignored.includes(username) || muted.includes(room)) return;
    pane.unread += 1;
    pane.mentioned ||= mentions(message, this.#username);
  }

  #lastId(room: string): number {
    return this.#client.getSnapshot().rooms.get(room)?.lastId ?? 0;
  }
}
