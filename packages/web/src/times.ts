// Moments as people read them, in the reader's own zone and habit.

// Made when first used: one of these takes a telephone as long as drawing the page.
const clock = createFormat({ timeStyle: "short" });
const full = createFormat({ dateStyle: "full", timeStyle: "medium" });
const day = createFormat({ weekday: "long", day: "numeric", month: "long" });
const dayOfYear = createFormat({ dateStyle: "full" });

/** The time of day: `14:02`. */
export function toClock(timestamp: string): string {
  return clock(new Date(timestamp));
}

/** Date and time in full, for a tooltip. */
export function toFullTime(timestamp: string): string {
  return full(new Date(timestamp));
}

/** The local day, as `2026-11-22`: equal for two moments of the same day. */
export function toDay(moment: string | number | Date): string {
  const date = new Date(moment);
  const month = String(date.getMonth() + 1).padStart(2, "0");
  return `${date.getFullYear()}-${month}-${String(date.getDate()).padStart(2, "0")}`;
}

/** What a day line says: `Today`, `Yesterday`, the day, and the year where it is another. */
export function toDayLabel(timestamp: string, now: Date): string {
  const date = new Date(timestamp);
  const yesterday = new Date(now.getFullYear(), now.getMonth(), now.getDate() - 1);
  if (toDay(date) === toDay(now)) return "Today";
  if (toDay(date) === toDay(yesterday)) return "Yesterday";
  return (date.getFullYear() === now.getFullYear() ? day : dayOfYear)(date);
}

function createFormat(options: Intl.DateTimeFormatOptions): (date: Date) => string {
  let format: Intl.DateTimeFormat | undefined;
  return (date) => (format ??= new Intl.DateTimeFormat(undefined, options)).format(date);
}
