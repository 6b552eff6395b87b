// A room's entries as lines for people at a terminal: names in a column of their own, long text with a hanging indent.
// What people wrote never begins a line at the left edge, so that no text can pass for a message of somebody else.

import type { Entry } from "@chat/client";
import { cleanForTerminal, type Message } from "@chat/protocol";

import { toModerationWords, toVerb } from "./message-line.ts";
import type { TerminalStyle } from "./terminal-style.ts";
import { textWidth, truncate } from "./text-width.ts";
import { formatDay, formatTime, timeCells } from "./times.ts";
import { wrap } from "./wrap.ts";

const NAME_MIN = 6;
const NAME_MAX = 16;
/** Below that many cells for the text, columns are more hindrance than help. */
const TEXT_MIN = 16;

/** What has been printed so far decides how the next line looks. */
export class TerminalLines {
  readonly #style: TerminalStyle;
  readonly #withRoom: boolean;
  #nameCells = NAME_MIN;
  #roomCells = 0;
  #day = "";

  /** @param withRoom whether each line has to say of which room it is */
  constructor(style: TerminalStyle, withRoom: boolean) {
    this.#style = style;
    this.#withRoom = withRoom;
  }

  /** Makes room for the names of messages that are known already. */
  expect(messages: readonly Message[]): void {
    for (const { username, room } of messages) this.#widen(username, room);
  }

  /** A message, with a line for the day in front where that is another one. */
  message({ room, username, message, timestamp }: Message): string[] {
    const name = cleanForTerminal(username);
    this.#widen(name, room);
    const { paint } = this.#style;
    return this.#withDay(timestamp, (clock) =>
      this.#toRows(clock, room, name, cleanForTerminal(message), (text) => paint.name(name, text)),
    );
  }

  /** What is no message: who came or went, or a hole. */
  notice(room: string, entry: Exclude<Entry, { type: "message" }>): string[] {
    const { muted, alert } = this.#style.paint;
    if (entry.type === "gap") {
      const clock = "--:--".padStart(timeCells());
      return this.#toRows(clock, room, "--", "some messages are missing here", alert);
    }
    const text =
      entry.type === "moderated"
        ? toModerationWords(entry)
        : `${cleanForTerminal(entry.username)} ${toVerb(entry)}`;
    return this.#withDay(entry.timestamp, (clock) =>
      this.#toRows(clock, room, "--", text, muted).map(muted),
    );
  }

  #widen(name: string, room: string): void {
    this.#nameCells = Math.min(NAME_MAX, Math.max(this.#nameCells, textWidth(name)));
    if (this.#withRoom) this.#roomCells = Math.max(this.#roomCells, textWidth(room));
  }

  #withDay(timestamp: string, toRows: (clock: string) => string[]): string[] {
    const moment = new Date(timestamp);
    const rows = toRows(formatTime(moment).padStart(timeCells()));
    const day = formatDay(moment);
    if (day === this.#day) return rows;
    const isFirst = this.#day === "";
    this.#day = day;
    // The day of today goes without saying.
    if (isFirst && day === formatDay(new Date())) return rows;
    return [this.#style.paint.muted(`── ${day} ──`), ...rows];
  }

  #toRows(
    clock: string,
    room: string,
    name: string,
    text: string,
    dress: (name: string) => string,
  ): string[] {
    const { paint, columns } = this.#style;
    const place = this.#withRoom ? `${padEnd(room, this.#roomCells)} ` : "";
    const shown = truncate(name, this.#nameCells);
    const blanks = " ".repeat(this.#nameCells - textWidth(shown));
    const headCells = clock.length + 1 + textWidth(place) + this.#nameCells;
    const narrow = columns - headCells - 3 < TEXT_MIN;
    const head = `${paint.muted(`${clock} ${place}`)}${narrow ? "" : blanks}${dress(shown)} `;
    const bar = paint.muted("│");
    const indent = narrow ? "  " : `${" ".repeat(headCells)} `;
    const first = narrow ? "" : `${bar} `;
    const rows = wrap(text, Math.max(1, columns - textWidth(indent) - (narrow ? 3 : 2)));
    if (narrow) return [head.trimEnd(), ...rows.map((row) => `${indent}${bar} ${row}`.trimEnd())];
    return rows.map((row, index) => `${index === 0 ? head : indent}${first}${row}`.trimEnd());
  }
}

function padEnd(text: string, cells: number): string {
  return text + " ".repeat(Math.max(0, cells - textWidth(text)));
}
