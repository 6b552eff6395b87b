// Durations as people write them: `500ms`, `30s`, `5m`, `2h`. Knows no clock.

const UNITS = new Map([
  ["ms", 1],
  ["s", 1_000],
  ["m", 60_000],
  ["h", 3_600_000],
]);
const FORM = /^(\d{1,9}(?:\.\d{1,3})?)(ms|s|m|h)?$/;
/** The longest wait a timer of Node takes. */
const LONGEST_MS = 2 ** 31 - 1;

/** Milliseconds in `text`, a number with `ms`, `s`, `m` or `h` (seconds where absent); undefined where it is none. */
export function parseDuration(text: string): number | undefined {
  const parts = FORM.exec(text.trim());
  if (!parts) return undefined;
  const milliseconds = Number(parts[1]) * (UNITS.get(parts[2] ?? "s") ?? 0);
  return milliseconds <= LONGEST_MS ? Math.round(milliseconds) : undefined;
}

/** A duration for people: `45 s`, `12 min`, `3 h 5 min`, `2 d 4 h`. */
export function formatDuration(milliseconds: number): string {
  const seconds = Math.floor(milliseconds / 1_000);
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  if (hours < 24) return withRest(hours, "h", minutes % 60, "min");
  return withRest(Math.floor(hours / 24), "d", hours % 24, "h");
}

function withRest(value: number, unit: string, rest: number, restUnit: string): string {
  return rest === 0 ? `${value} ${unit}` : `${value} ${unit} ${rest} ${restUnit}`;
}
