// What both ends of an archive agree on. An archive is JSON Lines: a head, whose names are whose, each room with its rules,
// messages and nonces behind it, and an end that says how much there was. docs/operating.md describes it.

import type { ArchivedName, ArchivedRoom } from "../rooms/room-archive.ts";

/** The `type` of the first line. */
export const FORM = "chat-export";
/** The version of the form. Another one is read by no older program. */
export const VERSION = 1;

/** What an archive holds, in order: all names, then all rooms. */
export type ArchivePart =
  | { type: "name"; name: ArchivedName }
  | { type: "room"; room: ArchivedRoom };

/** How much an archive holds. Its last line says so. */
export interface ArchiveSizes {
  names: number;
  rooms: number;
  messages: number;
}
