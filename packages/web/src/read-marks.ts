// How far one has read each room. A room is read while it is open, at its end, in a page one is looking at.

import type { ChatSnapshot } from "@chat/client";
import { isLookedAt, watchAttention } from "./attention.ts";
import type { SavedState } from "./saved-state.ts";
import { countUnread, type Unread } from "./unread.ts";

/** Follows the reader. The ruler stays where it is while one reads, and moves when one has been away. */
export class ReadMarks {
  /** Ends the following, and keeps what was read. */
  readonly close: () => void;
  #saved: SavedState;
  #marks: ReadonlyMap<string, number>;
  /** What was at hand to be read in each room; counts as read when one goes on or looks away. */
  #seen = new Map<string, number>();
  #attentive = isLookedAt();
  #snapshot: ChatSnapshot | undefined;
  #open: string | undefined;
  #ruler: { room: string; after: number | undefined } | undefined;

  /** @param changed is called when attention comes or goes, which changes what there is to read */
  constructor(saved: SavedState, changed: () => void) {
    this.#saved = saved;
    this.#marks = saved.loadMarks();
    const ignore = watchAttention((attentive) => {
      if (!attentive) this.#markOpen();
      this.#attentive = attentive;
      changed();
    });
    this.close = () => {
      ignore();
      this.#markOpen();
    };
  }

  /** Takes what is about to be drawn. */
  look(snapshot: ChatSnapshot, open: string | undefined): void {
    if (open !== this.#open) this.#markOpen();
    this.#snapshot = snapshot;
    this.#open = open;
    if (!this.#attentive || this.#ruler?.room !== open) this.#ruler = undefined;
    if (this.#attentive && open !== undefined && snapshot.rooms.get(open)?.status === "joined") {
      const after = this.#count(open).count > 0 ? this.#marks.get(open) : undefined;
      this.#ruler ??= { room: open, after };
    }
    // What was there before one came counts as read, the first time.
    for (const { room, status, lastId } of snapshot.rooms.values()) {
      if (status === "joined" && !this.#marks.has(room)) this.#mark(room, lastId);
    }
  }

  /** What waits in a room; nothing in the one being read. */
  unreadOf(room: string): Unread {
    return this.#attentive && room === this.#open
      ? { count: 0, mentioned: false }
      : this.#count(room);
  }

  /** The id after which the ruler of the open room is drawn; undefined for none. */
  get rulerAfter(): number | undefined {
    return this.#attentive || this.#open === undefined
      ? this.#ruler?.after
      : this.#marks.get(this.#open);
  }

  /** Says that a room was seen up to a message. */
  seen(room: string, id: number): void {
    this.#seen.set(room, id);
  }

  /** Takes the ruler away, and the room as read: one has answered. */
  dismissRuler(): void {
    if (this.#ruler !== undefined) this.#ruler.after = undefined;
  }

  /** Forgets a room that was left. */
  forget(room: string): void {
    this.#change((marks) => marks.delete(room));
  }

  #markOpen(): void {
    const id = this.#open === undefined ? undefined : this.#seen.get(this.#open);
    if (this.#open !== undefined && id !== undefined) this.#mark(this.#open, id);
  }

  #mark(room: string, id: number): void {
    if ((this.#marks.get(room) ?? -1) < id) this.#change((marks) => marks.set(room, id));
  }

  #change(edit: (marks: Map<string, number>) => void): void {
    const marks = new Map(this.#marks);
    edit(marks);
    this.#marks = marks;
    this.#saved.saveMarks(marks);
  }

  #count(room: string): Unread {
    const { rooms, username } = this.#snapshot ?? { rooms: new Map(), username: "" };
    return countUnread(rooms.get(room)?.entries ?? [], this.#marks.get(room), username);
  }
}
