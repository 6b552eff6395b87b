// A store's rooms, and whose names are whose, as the lines of an archive. Knows neither where they are kept nor where the
// lines go.

import { compareCodePoints } from "../rooms/roster.ts";
import type { RoomArchive } from "../rooms/room-archive.ts";
import type { ArchiveSizes } from "./archive-form.ts";
import { toEndLine, toHeadLine, toNameLine, toRoomLines } from "./write-archive.ts";

/** How far it is. */
export interface ExportProgress extends ArchiveSizes {
  /** Of so many rooms. */
  of: number;
}

/**
 * The lines of an archive. Each room is as it was in one moment; the rooms are read one after the other.
 *
 * @param only these rooms alone, and no names; everything where absent
 * @param now in milliseconds since the epoch
 * @param onProgress is told after each room
 */
export async function* exportRooms(
  archive: RoomArchive,
  only: readonly string[] | undefined,
  now: number,
  onProgress: (progress: ExportProgress) => void,
): AsyncGenerator<string> {
  const rooms = only ? [...new Set(only)].sort(compareCodePoints) : await archive.rooms();
  const names = only ? [] : await archive.names();
  const progress = { names: names.length, rooms: 0, messages: 0, of: rooms.length };
  yield toHeadLine(rooms.length, now);
  for (const name of names) yield toNameLine(name);
  for (const name of rooms) {
    const room = await archive.read(name);
    // One that expired since it was listed is as if it had not been.
    if (room.messages.length > 0 || room.nonces.length > 0 || room.rules) {
      yield* toRoomLines(room);
      progress.rooms++;
      progress.messages += room.messages.length;
    } else {
      progress.of--;
    }
    onProgress(progress);
  }
  yield toEndLine(progress);
}
