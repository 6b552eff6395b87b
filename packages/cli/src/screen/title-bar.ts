// The bar on top: the room, who is in it, and how long the server takes to answer. Pure.

import type { RoomSnapshot } from "@chat/client";
import { cleanForTerminal } from "@chat/protocol";

import { textWidth, truncate } from "../output/text-width.ts";
import type { Paint } from "./paint.ts";

/** What the bar shows besides the room. */
export interface TitleOptions {
  columns: number;
  /** How long the server last took to answer, in milliseconds, where that is known. */
  lagMs: number | undefined;
  /** Whether the names stand elsewhere. */
  withoutNames: boolean;
  paint: Paint;
}

/** Below this width there is no room for the lag. */
const LAG_FROM_COLUMNS = 50;

/** The bar's row. */
export function toTitleBar(room: RoomSnapshot, options: TitleOptions): string {
  const { columns, withoutNames, paint } = options;
  const right = rightWords(room, options);
  // Each name takes a cell at least: more of them than there are cells are not needed.
  const fitting = withoutNames ? [] : room.members.slice(0, columns);
  const names =
    withoutNames || room.status === "refused"
      ? ""
      : ` │ ${fitting.map(cleanForTerminal).join(" ")}`;
  const left = truncate(
    ` #${cleanForTerminal(room.room)}${toState(room)}${names}`,
    Math.max(0, columns - textWidth(right) - 3),
  );
  const gap = Math.max(1, columns - textWidth(left) - textWidth(right) - 1);
  return paint.bar(truncate(`${left}${" ".repeat(gap)}${right} `, columns));
}

/** What operators set: ` (private, closed) · topic`. */
function toState({ topic, closed, private: isPrivate }: RoomSnapshot): string {
  const words = [isPrivate ? "private" : "", closed ? "closed" : ""].filter(Boolean).join(", ");
  return `${words && ` (${words})`}${topic === undefined ? "" : ` · ${cleanForTerminal(topic)}`}`;
}

function rightWords(room: RoomSnapshot, { columns, lagMs }: TitleOptions): string {
  if (room.status === "joining") return "entering";
  if (room.status === "refused") return "you are not in";
  const here = `${room.members.length} here`;
  if (lagMs === undefined || columns < LAG_FROM_COLUMNS) return here;
  return `${here} · lag ${lagMs < 1_000 ? `${Math.round(lagMs)} ms` : `${(lagMs / 1_000).toFixed(1)} s`}`;
}
