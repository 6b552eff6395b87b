// Limits that nobody ever meets, for tests of something else.

import type { RoomLimits } from "../../src/rooms/room-limits.ts";

/** Lets everything through. */
export const noLimits: RoomLimits = {
  counts: {
    rooms: Infinity,
    "rooms-per-connection": Infinity,
    "members-per-room": Infinity,
  },
  note: () => undefined,
  obeyName: () => undefined,
};
