// Moving through the log of the room in view: by rows, to the newest, to what was not read, to single messages; and
// asking for older ones at its beginning. Knows neither keys nor how it looks.

import type { ChatClientApi, RoomSnapshot } from "@chat/client";

import type { LogWindow } from "./log-view.ts";
import type { ScreenRooms } from "./screen-rooms.ts";
import type { ShownRooms } from "./shown-rooms.ts";

/** Scrolls the log of the room in view. */
export class LogScroller {
  readonly #client: ChatClientApi;
  readonly #rooms: ScreenRooms;
  readonly #shown: ShownRooms;
  readonly #failed: (why: string) => void;
  #height = 20;
  #atTop = false;
  /** Older messages could not be had: asked for again only when the person scrolls again. */
  #olderFailed = false;

  /** @param failed is told why older messages could not be had */
  constructor(
    client: ChatClientApi,
    rooms: ScreenRooms,
    shown: ShownRooms,
    failed: (why: string) => void,
  ) {
    this.#client = client;
    this.#rooms = rooms;
    this.#shown = shown;
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
    // Already at the oldest that is here: there may be older ones.
    if (rows < 0 && this.#atTop) this.#wantOlder();
    const room = this.#room;
    if (room !== undefined) this.#rooms.pane.view.scroll(room, rows);
  }

  /** Brings the newest into view. */
  toEnd(): void {
    this.#rooms.pane.view.toEnd();
  }

  /** Brings the first message that was not read into view. Returns false where all was read. */
  toFirstUnread(): boolean {
    const room = this.#room;
    const first = room && this.#rooms.pane.view.firstUnread(room);
    if (room === undefined || first === undefined) return false;
    this.#rooms.pane.view.reveal(room, first.key);
    return true;
  }

  /** Brings the entry of a key into view; one that was cleared away is shown again. */
  reveal(key: string): void {
    if (this.#room?.entries.every((entry) => entry.key !== key)) this.#shown.lift(this.#rooms.room);
    const room = this.#room;
    if (room !== undefined) this.#rooms.pane.view.reveal(room, key);
  }

  get #room(): RoomSnapshot | undefined {
    const source = this.#client.getSnapshot().rooms.get(this.#rooms.room);
    return source && this.#shown.of(source);
  }

  #wantOlder(): void {
    const { room } = this.#rooms;
    if (this.#shown.lift(room)) return;
    if (this.#client.getSnapshot().rooms.get(room)?.older !== "maybe") return;
    this.#olderFailed = false;
    this.#client.loadOlder(room).catch((error: unknown) => {
      this.#olderFailed = true;
      this.#failed(error instanceof Error ? error.message : String(error));
    });
  }
}
