// Which part of a long log is on the page: the end while one follows it, else a stretch that moves with the reader.
// Pure: knows keys and counts, no elements.

/** The stretch shown: `end` follows what arrives; else it is held by the keys of its first and last entry. */
export type LogWindow = "end" | { first: string; last: string };

/** A stretch of a list, `to` not included. */
export interface Stretch {
  from: number;
  to: number;
}

/** How many messages are shown at the end of the log, at least. */
export const END_SIZE = 40;
/** However many notices are among them, no more entries than this are shown. */
export const END_MAX = 1_000;
/** No row is lower than this, in pixels. */
const ROW_HEIGHT_MIN = 20;
/** How many more entries come in when the reader nears an edge. */
export const STEP = 50;
/** The most entries on the page; what the reader has left behind goes. */
export const MAX_SIZE = 200;

interface Keyed {
  readonly key: string;
  readonly type: string;
}

/**
 * Where the window lies in the entries as they are now.
 *
 * @param height of the screen, in pixels: the end is shown so far up that it fills it
 */
export function toStretch(entries: readonly Keyed[], window: LogWindow, height = 0): Stretch {
  const end = { from: startOfEnd(entries, height), to: entries.length };
  if (window === "end") return end;
  const last = entries.findLastIndex(({ key }) => key === window.last);
  // Both ends were dropped from memory: nothing is left of what was being read.
  if (last < 0) return end;
  const first = entries.findIndex(({ key }) => key === window.first);
  return { from: Math.max(0, first), to: last + 1 };
}

/** Comings and goings are not counted: a hundred of them may be one row. */
function startOfEnd(entries: readonly Keyed[], height: number): number {
  let missing = Math.max(END_SIZE, Math.ceil(height / ROW_HEIGHT_MIN));
  let from = entries.length;
  while (from > 0 && missing > 0 && entries.length - from < END_MAX) {
    from--;
    if (entries[from]?.type === "message") missing--;
  }
  return from;
}

/** The window that holds a stretch still while the list grows at either end. */
export function holdStretch(entries: readonly Keyed[], { from, to }: Stretch): LogWindow {
  const first = entries[from];
  const last = entries[to - 1];
  return first === undefined || last === undefined ? "end" : { first: first.key, last: last.key };
}

/** The stretch, longer by a step on one side, and no longer than is bearable. */
export function growStretch(
  { from, to }: Stretch,
  side: "older" | "newer",
  length: number,
): Stretch {
  if (side === "older") {
    const start = Math.max(0, from - STEP);
    return { from: start, to: Math.min(to, start + MAX_SIZE) };
  }
  const end = Math.min(length, to + STEP);
  return { from: Math.max(from, end - MAX_SIZE), to: end };
}
