// The shapes of what operators ask for, as schemas: the parser takes its parts from here, and the documents for programs
// are made of the whole.

import * as v from "valibot";

import { PASSWORD_MAX, PASSWORD_MIN, PENALTY_MAX_S, REASON_MAX } from "./limits.ts";
import { roomName as room, username } from "./name-schemas.ts";

/** The id of a message. */
export const deletedId = v.pipe(v.number(), v.safeInteger(), v.minValue(1));
/** For how long, in seconds: 1 second to 365 days. */
export const penaltySeconds = v.pipe(
  v.number(),
  v.integer(),
  v.minValue(1),
  v.maxValue(PENALTY_MAX_S),
);
/** An IP address, of IPv6 also a network such as `2001:db8:0:1::/64`. */
export const bannedAddress = v.pipe(v.string(), v.regex(/^[0-9A-Fa-f:.]{2,45}(?:\/64)?$/));

const line = v.pipe(v.string(), v.maxLength(REASON_MAX));
const reason = v.optional(line);
const password = v.pipe(v.string(), v.minLength(PASSWORD_MIN), v.maxLength(PASSWORD_MAX));
const seconds = penaltySeconds;
const address = bannedAddress;

/** The payload of `moderate`: a member may leave out under which name. */
export const moderationRequest = toUnion({ room, operator: v.optional(username) });
/** The body of a moderation over HTTP: the room is in the path. */
export const moderationBody = toUnion({ operator: username });

/** One shape an action, each with these fields besides its own. */
function toUnion<Common extends v.ObjectEntries>(common: Common) {
  return v.union([
    v.object({ ...common, action: v.literal("delete"), id: deletedId }),
    v.object({ ...common, action: v.literal("kick"), username, reason }),
    v.object({ ...common, action: v.literal("mute"), username, seconds, reason }),
    v.object({ ...common, action: v.literal("unmute"), username }),
    v.object({ ...common, action: v.literal("ban"), username, seconds, reason }),
    v.object({ ...common, action: v.literal("ban"), address, seconds, reason }),
    v.object({ ...common, action: v.literal("unban"), username }),
    v.object({ ...common, action: v.literal("unban"), address }),
    v.object({ ...common, action: v.literal("close"), reason }),
    v.object({ ...common, action: v.literal("open") }),
    v.object({ ...common, action: v.literal("topic"), topic: line }),
    v.object({ ...common, action: v.literal("password"), password: v.nullable(password) }),
  ]);
}
