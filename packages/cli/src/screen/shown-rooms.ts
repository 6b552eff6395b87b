// What of a room is shown: nothing of those who are ignored, and nothing from before the view was cleared. Knows no
// screen.

import type { Entry, RoomSnapshot } from "@chat/client";

/** A room as it was last shown, and what it was made of. */
interface Shown {
  source: RoomSnapshot;
  ignored: readonly string[];
  clearedAt: string | undefined;
  room: RoomSnapshot;
}

/** The rooms as they are shown. */
export class ShownRooms {
  readonly #ignored: () => readonly string[];
  readonly #shown = new Map<string, Shown>();
  /** The key of the last entry that was cleared away, by room. */
  readonly #clearedAt = new Map<string, string>();

  /** @param ignored whose messages are not shown */
  constructor(ignored: () => readonly string[]) {
    this.#ignored = ignored;
  }

  /** The room as it is shown. The same object until something changes. */
  of(source: RoomSnapshot): RoomSnapshot {
    const ignored = this.#ignored();
    const clearedAt = this.#clearedAt.get(source.room);
    if (ignored.length === 0 && clearedAt === undefined) return source;
    const last = this.#shown.get(source.room);
    if (last?.source === source && last.ignored === ignored && last.clearedAt === clearedAt) {
      return last.room;
    }
    const room = filter(source, ignored, clearedAt);
    this.#shown.set(source.room, { source, ignored, clearedAt, room });
    return room;
  }

  /** Whether an entry is of somebody whose messages are not shown. */
  isHidden(entry: Entry): boolean {
    return isBy(entry, this.#ignored());
  }

  /** Shows only what comes from now on. */
  clear({ room, entries }: RoomSnapshot): void {
    const last = entries.at(-1);
    if (last !== undefined) this.#clearedAt.set(room, last.key);
  }

  /** Shows what was cleared away again. Returns false where nothing was. */
  lift(room: string): boolean {
    return this.#clearedAt.delete(room);
  }

  /** Whether something of the room was cleared away. */
  isCleared(room: string): boolean {
    return this.#clearedAt.has(room);
  }
}

function filter(
  source: RoomSnapshot,
  ignored: readonly string[],
  clearedAt: string | undefined,
): RoomSnapshot {
  const cleared = clearedAt === undefined ? -1 : lastIndexOf(source.entries, clearedAt);
  const entries = source.entries.slice(cleared + 1);
  return {
    ...source,
    entries: ignored.length === 0 ? entries : entries.filter((entry) => !isBy(entry, ignored)),
    typing: source.typing.filter((name) => !ignored.includes(name)),
  };
}

function lastIndexOf(entries: readonly Entry[], key: string): number {
  let index = entries.length - 1;
  while (index >= 0 && entries[index]?.key !== key) index -= 1;
  return index;
}

function isBy(entry: Entry, names: readonly string[]): boolean {
  if (entry.type === "gap" || entry.type === "moderated") return false;
  return names.includes(entry.type === "message" ? entry.message.username : entry.username);
}
