// What the chat works with: all that a test puts something else in the place of.

import type { Audience } from "./audience.ts";
import type { Names } from "./names.ts";
import type { RoomLimits } from "./room-limits.ts";
import type { RoomStore } from "./room-store.ts";
import type { RulePorts } from "./rule-keeper.ts";
import type { Retention } from "./tail.ts";

/** Counts what tells of lost connections and lost announcements. */
export interface ChatTally {
  /** Somebody joined who had seen the room before. */
  rejoined: () => void;
  /** A room was read anew because something was missed. */
  reloading: () => void;
}

/** What the chat works with. */
export interface ChatPorts {
  store: RoomStore;
  /** Whose names are whose. */
  names: Names;
  audience: Audience;
  retention: Retention;
  /** The time in milliseconds since the epoch. */
  now: () => number;
  /** Is told of failures that no request can be answered with. */
  warn: (room: string, error: unknown) => void;
  limits: RoomLimits;
  tally: ChatTally;
  /**
   * For how long drafts should wait for others of their room, at a time by the monotonic clock, both in milliseconds; 0
   * for not at all.
   */
  pauseMs: (now: number) => number;
  /** Who may moderate, and what that needs. */
  rules: RulePorts;
}
