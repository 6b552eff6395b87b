// How much there may be of rooms and members, and how much a name may do: the limits as the domain asks for them. What
// they are and how they are counted is behind the port.

import { ChatError } from "@chat/protocol";

/** How many there may be at a time. */
export interface RoomCounts {
  /** Rooms with members on this node. */
  rooms: number;
  "rooms-per-connection": number;
  "members-per-room": number;
}

/** The limits that the chat keeps to. */
export interface RoomLimits {
  counts: RoomCounts;
  /** Is told that a count was at its most. */
  note: (limit: keyof RoomCounts) => void;
  /** Lets a name do something once. @throws ChatError `rate_limited` */
  obeyName: (username: string, act: "messages" | "joins" | "typing") => void;
}

const SENTENCES: { [Limit in keyof RoomCounts]: (most: string) => string } = {
  rooms: (most) => `This server has ${most} rooms with people in them, and takes no more.`,
  "rooms-per-connection": (most) => `You are in ${most} rooms. Leave one to join another.`,
  "members-per-room": (most) => `This room is full: it has ${most} members.`,
};

/**
 * Lets one more in where there is room for it.
 *
 * @param present how many there are already
 * @throws ChatError `limit_reached`
 */
export function checkCount(limits: RoomLimits, limit: keyof RoomCounts, present: number): void {
  const most = limits.counts[limit];
  if (present < most) return;
  limits.note(limit);
  throw new ChatError("limit_reached", SENTENCES[limit](most.toLocaleString("en")));
}

/**
 * Lets a name into a room where there is room for it. Who is there already may come again.
 *
 * @throws ChatError `limit_reached`
 */
export function checkMembers(
  limits: RoomLimits,
  members: readonly string[],
  username: string,
): void {
  if (members.length < limits.counts["members-per-room"] || members.includes(username)) return;
  checkCount(limits, "members-per-room", members.length);
}
