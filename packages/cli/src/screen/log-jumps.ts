// From one message to the next in the room in view: those that name oneself, and those that a search found. Knows
// neither keys nor how it looks.

import type { ChatClientApi } from "@chat/client";
import type { Message } from "@chat/protocol";

import { formatTime } from "../output/times.ts";
import type { LogScroller } from "./log-scroller.ts";
import { mentions } from "./mentions.ts";
import type { ScreenRooms } from "./screen-rooms.ts";

/** A history is short by design; a server that never comes to its end is not asked for ever. */
const PAGES_MAX = 100;

/** Which way: to an older message, or to a newer one. */
export type Direction = "older" | "newer";

/** The last search in a room. */
interface Search {
  text: string;
  /** Oldest first. */
  hits: readonly Message[];
}

/** Jumps. */
export class LogJumps {
  readonly #client: ChatClientApi;
  readonly #rooms: ScreenRooms;
  readonly #scroller: LogScroller;
  readonly #ignored: () => readonly string[];
  readonly #searches = new Map<string, Search>();
  /** The message one is at, by room: the last one that was jumped to. */
  readonly #at = new Map<string, number>();

  /** @param ignored whose messages are not shown */
  constructor(
    client: ChatClientApi,
    rooms: ScreenRooms,
    scroller: LogScroller,
    ignored: () => readonly string[],
  ) {
    this.#client = client;
    this.#rooms = rooms;
    this.#scroller = scroller;
    this.#ignored = ignored;
  }

  /** Keeps what a search found, and goes to the newest hit. Returns what to say of it. */
  found(text: string, hits: readonly Message[]): string {
    this.#searches.set(this.#rooms.room, { text, hits });
    this.#at.delete(this.#rooms.room);
    this.#rooms.pane.view.toEnd();
    return this.hit("older");
  }

  /** Goes to the next hit of the last search. Returns what to say. */
  hit(direction: Direction): string {
    const search = this.#searches.get(this.#rooms.room);
    if (search === undefined) return "nothing was searched for here; /search text";
    const { text, hits } = search;
    const id = this.#next(
      hits.map((hit) => hit.id),
      direction,
    );
    const place = hits.findIndex((hit) => hit.id === id);
    const hit = hits[place];
    if (hit === undefined) return `no ${direction} message has "${text}"`;
    this.#goTo(hit.id);
    const where = `${hit.username}, ${formatTime(new Date(hit.timestamp))}`;
    return `"${text}": ${hits.length - place} of ${hits.length} (${where}); Alt-Up older, Alt-Down newer`;
  }

  /**
   * Goes to the next message that names oneself, and loads older ones to find it.
   *
   * @returns what to say; undefined where one was found
   * @throws ChatError where older messages cannot be had
   */
  async mention(direction: Direction): Promise<string | undefined> {
    const { room } = this.#rooms;
    for (let page = 0; page < PAGES_MAX; page++) {
      const id = this.#next(this.#mentions(), direction);
      if (id !== undefined) {
        this.#goTo(id);
        return undefined;
      }
      const older = this.#client.getSnapshot().rooms.get(room)?.older === "maybe";
      if (direction === "newer" || !older) break;
      await this.#client.loadOlder(room);
      if (this.#rooms.room !== room) return undefined;
    }
    if (direction === "newer") this.#scroller.toEnd();
    return `no ${direction} message names you`;
  }

  /** Somebody moved otherwise: the next jump starts from the newest message. */
  moved(): void {
    this.#at.delete(this.#rooms.room);
  }

  #goTo(id: number): void {
    this.#at.set(this.#rooms.room, id);
    this.#scroller.reveal(`m${id}`);
  }

  #next(ids: readonly number[], direction: Direction): number | undefined {
    const at = this.#at.get(this.#rooms.room);
    if (direction === "older") return ids.findLast((id) => id < (at ?? Infinity));
    return at === undefined ? undefined : ids.find((id) => id > at);
  }

  #mentions(): number[] {
    const { rooms, username } = this.#client.getSnapshot();
    const ignored = this.#ignored();
    return (rooms.get(this.#rooms.room)?.entries ?? []).flatMap((entry) => {
      if (entry.type !== "message" || entry.message.username === username) return [];
      const { id, message } = entry.message;
      const shown = !ignored.includes(entry.message.username);
      return shown && mentions(message, username) ? [id] : [];
    });
  }
}
