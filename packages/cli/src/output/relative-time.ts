// How long ago something was, as people say it. Knows no clock.

import { formatDuration } from "../duration.ts";
import { formatDay } from "./times.ts";

const NOW_MS = 5_000;
const WEEK_MS = 7 * 24 * 3_600_000;

/** `just now`, `40 s ago`, `12 min ago`, `3 h ago`, `2 d ago`; the day where that is more than a week. A clock that is ahead of ours says `just now`. */
export function toRelativeTime(moment: Date, now: number): string {
  const ago = now - moment.getTime();
  if (ago < NOW_MS) return "just now";
  if (ago >= WEEK_MS) return formatDay(moment);
  const [value, unit] = formatDuration(ago).split(" ");
  return `${value} ${unit} ago`;
}
