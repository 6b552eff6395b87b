// A store's rooms as the lines of an archive. Knows neither where they are kept nor where the lines go.

import { compareCodePoints } from "../rooms/roster.ts";
import type { RoomArchive } from "../rooms/room-archive.ts";
import { toEndLine, toHeadLine, toRoomLines } from "./archive-lines.ts";

/** How far it is. */
export interface ExportProgress {
  rooms: number;
  /** Of so many. */
  of: number;
  messages: number;
}

/**
 * The lines of an archive. Each room is as it was in one moment; the rooms are read one after the other.
 *
 * @param only these rooms alone; all that have a history where absent
 * @param now in milliseconds since the epoch
 * @param onProgress is told after each room
 */
export async function* exportRooms(
  archive: RoomArchive,
  only: readonly string[] | undefined,
  now: number,
  onProgress: (progress: ExportProgress) => void,
): AsyncGenerator<string> {
  const names = only ? [...only].sort(compareCodePoints) : await archive.rooms();
  const progress = { rooms: 0, of: names.length, messages: 0 };
  yield toHeadLine(names.length, now);
  for (const name of names) {
    const room = await archive.read(name);
    // One that expired since it was listed is as if it had not been.
    if (room.messages.length > 0 || room.nonces.length > 0) {
      yield* toRoomLines(room);
      progress.rooms++;
      progress.messages += room.messages.length;
    } else {
      progress.of--;
    }
    onProgress(progress);
  }
  yield toEndLine(progress.rooms, progress.messages);
}
