// The order in which rooms are listed. Pure; every store lists them alike.

import type { RoomSummary } from "@chat/protocol";

import { compareCodePoints } from "./roster.ts";

/** Orders rooms by their newest message, the latest first; those alike by name. */
export function compareActivity(a: RoomSummary, b: RoomSummary): number {
  return (
    compareCodePoints(b.lastMessageAt ?? "", a.lastMessageAt ?? "") ||
    compareCodePoints(a.room, b.room)
  );
}
