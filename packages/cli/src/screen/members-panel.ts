// The names of those in the room, beside the log where the screen is wide. Pure.

import type { RoomSnapshot } from "@chat/client";
import { cleanForTerminal } from "@chat/protocol";

import { textWidth, truncate } from "../output/text-width.ts";
import type { LogLook } from "./log-items.ts";

/** Narrower screens have no panel. */
const MEMBERS_FROM_COLUMNS = 100;
const WIDTH_MIN = 16;
const WIDTH_MAX = 26;
const EDGE = "│ ";

/** The cells of the panel beside a log in `columns` cells; 0 where there is none. */
export function membersWidth(room: RoomSnapshot, columns: number): number {
  if (columns < MEMBERS_FROM_COLUMNS) return 0;
  // In steps, so that the log is not laid out anew with every guest.
  const widest = room.members.reduce((most, name) => Math.max(most, textWidth(name)), 0);
  const wanted = widest + EDGE.length + 2;
  return Math.min(WIDTH_MAX, Math.max(WIDTH_MIN, Math.ceil(wanted / 5) * 5 + 1));
}

/** The panel's rows, `height` of them: one's own name stands out, who types has `…`, who looks like another `≈`. */
export function toMembersRows(
  room: RoomSnapshot,
  username: string,
  look: LogLook,
  width: number,
  height: number,
): string[] {
  const { paint } = look;
  const edge = paint.muted(EDGE.trimEnd());
  const fits = room.members.length <= height ? height : height - 1;
  const typing = new Set(room.typing);
  const rows = room.members.slice(0, fits).map((member) => {
    const like = look.lookalike(member);
    const sign = like !== undefined ? "≈" : typing.has(member) ? "…" : "";
    const shown = truncate(cleanForTerminal(member), width - EDGE.length - (sign === "" ? 0 : 2));
    const name = paint.name(member, shown);
    const signed =
      sign === "" ? "" : ` ${like === undefined ? paint.muted(sign) : paint.alert(sign)}`;
    return `${edge} ${member === username ? paint.bold(name) : name}${signed}`;
  });
  if (fits < room.members.length) {
    rows.push(`${edge} ${paint.muted(`and ${room.members.length - fits} more`)}`);
  }
  return [...rows, ...Array.from({ length: height - rows.length }, () => edge)];
}
