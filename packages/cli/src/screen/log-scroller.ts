// Moving through the log of the room in view, and asking for older messages at its beginning.
// Knows neither keys nor how it looks.

import type { ChatClientApi } from "@chat/client";

import type { LogWindow } from "./log-view.ts";
import type { ScreenRooms } from "./screen-rooms.ts";

/** Scrolls the log of the room in view. */
export class LogScroller {
  readonly #client: ChatClientApi;
  readonly #rooms: ScreenRooms;
  readonly #failed: (why: string) => void;
  #height = 20;
  #atTop = false;
  /** Older messages could not be had: asked for again only when the person scrolls again. */
  #olderFailed = false;

  /** @param failed is told why older messages could not be had */
  constructor(client: ChatClientApi, rooms: ScreenRooms, failed: (why: string) => void) {
    this.#client = client;
    this.#rooms = rooms;
    this.#failed = failed;
  }

  /** The rows of the log as it was last shown. */
  get height(): number {
    return this.#height;
  }

  /** Takes note of what was shown, and loads what is older where its beginning came into view. */
  shown(log: LogWindow): void {
    this.#height = log.rows.length;
    this.#atTop = log.atTop;
    if (log.atTop && !log.live && !this.#olderFailed) this.#wantOlder();
  }

  /** Moves by rows: up is negative. */
  scroll(rows: number): void {
    const room = this.#client.getSnapshot().rooms.get(this.#rooms.room);
    if (room === undefined) return;
    this.#rooms.pane.view.scroll(room, rows);
    // Already at the oldest that is here: there may be older ones.
    if (rows < 0 && this.#atTop) this.#wantOlder();
  }

  /** Brings the newest into view. */
  toEnd(): void {
    this.#rooms.pane.view.toEnd();
  }

  #wantOlder(): void {
    const { room } = this.#rooms;
    if (this.#client.getSnapshot().rooms.get(room)?.older !== "maybe") return;
    this.#olderFailed = false;
    this.#client.loadOlder(room).catch((error: unknown) => {
      this.#olderFailed = true;
      this.#failed(error instanceof Error ? error.message : String(error));
    });
  }
}
