// What comes to the rooms as lines for the terminal's own scrollback: each once, as it comes, never changed again.
// Knows no terminal.

import type { ChatSnapshot, Entry, RoomSnapshot } from "@chat/client";

import { textWidth, truncate } from "../output/text-width.ts";
import type { LogLook } from "./log-items.ts";
import { toMessageRows, toModeratedRows, toNoticeRows } from "./log-rows.ts";
import { toDayRow, toGapRow } from "./rules.ts";

const NAME_WIDTH_MIN = 6;
const NAME_WIDTH_MAX = 16;
const ROOM_WIDTH_MAX = 12;

/** Turns entries into lines. */
export class InlineLog {
  readonly #username: string;
  #nameWidth: number;
  #roomWidth = 0;
  #day = "";

  constructor(username: string) {
    this.#username = username;
    this.#nameWidth = Math.max(NAME_WIDTH_MIN, textWidth(username));
  }

  /** The lines of all that is in the rooms already. */
  toBacklog(
    snapshot: ChatSnapshot,
    look: (room: RoomSnapshot) => LogLook,
    width: number,
  ): string[] {
    const rooms = [...snapshot.rooms.values()];
    return rooms.flatMap((room) =>
      room.entries.flatMap((entry) => this.toLines(room, entry, rooms.length, look(room), width)),
    );
  }

  /**
   * The lines of an entry; of several rooms the room's name stands in front.
   *
   * @param rooms how many rooms there are
   */
  toLines(room: RoomSnapshot, entry: Entry, rooms: number, look: LogLook, width: number): string[] {
    const { paint } = look;
    if (rooms > 1) {
      this.#roomWidth = Math.max(this.#roomWidth, Math.min(ROOM_WIDTH_MAX, textWidth(room.room)));
    }
    const name = truncate(room.room, this.#roomWidth);
    const pad = " ".repeat(Math.max(0, this.#roomWidth - textWidth(name)));
    const inFront = rooms > 1 ? `${paint.accent(name)}${pad} ` : "";
    const space = rooms > 1 ? width - this.#roomWidth - 1 : width;
    const rows = this.#toRows(entry, look, space).map((row) => inFront + row);
    return [...this.#toDay(entry, look, width), ...rows];
  }

  #toRows(entry: Entry, look: LogLook, width: number): string[] {
    if (entry.type === "gap") return [toGapRow({ width, paint: look.paint })];
    const author = entry.type === "message" ? entry.message.username : "";
    const widest = Math.min(NAME_WIDTH_MAX, Math.floor(width / 5));
    this.#nameWidth = Math.min(Math.max(this.#nameWidth, textWidth(author)), widest);
    const style = { ...look, width, nameWidth: this.#nameWidth, username: this.#username };
    if (entry.type === "moderated") return toModeratedRows(entry, style);
    return entry.type === "message" ? toMessageRows(entry, style) : toNoticeRows([entry], style);
  }

  #toDay(entry: Entry, { paint }: LogLook, width: number): string[] {
    if (entry.type === "gap") return [];
    const moment = new Date(entry.type === "message" ? entry.message.timestamp : entry.timestamp);
    const day = moment.toDateString();
    if (day === this.#day) return [];
    this.#day = day;
    return [toDayRow(moment, { width, paint })];
  }
}
