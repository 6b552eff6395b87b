// The part of the screen where the log is: what one reads and, while one reads further up, the newest lines below it.
// Knows neither title nor footer.

import type { RoomSnapshot } from "@chat/client";

import type { LogLook } from "./log-items.ts";
import type { LogView, LogWindow } from "./log-view.ts";
import { toRule } from "./rules.ts";

/** From so many rows on there is room for the newest lines too. */
const SPLIT_FROM_ROWS = 14;
const NEWEST_ROWS = 4;

/** The rows of the area. */
export interface LogArea {
  /** `height` rows. */
  rows: readonly string[];
  /** What of the log is in view. */
  log: LogWindow;
  /** How many of the rows move up when a line comes to what is read. */
  scrolling: number;
}

/** The log in `height` rows of `width` cells. */
export function toLogArea(
  view: LogView,
  room: RoomSnapshot,
  look: LogLook,
  width: number,
  height: number,
): LogArea {
  const newestRows = height >= SPLIT_FROM_ROWS ? NEWEST_ROWS + 1 : 0;
  const log = view.look(room, look, width, height, height - newestRows);
  if (log.rows.length === height) return { rows: log.rows, log, scrolling: height };
  const words = log.newer > 0 ? `newest, ${log.newer} since` : "newest";
  const rule = look.paint.accent(toRule(words, width));
  return {
    rows: [...log.rows, rule, ...view.end(room, NEWEST_ROWS)],
    ...{ log, scrolling: log.rows.length },
  };
}
