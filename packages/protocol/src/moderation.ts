// What operators may ask for, and the parsing of it. An entry point of its own: most programs never moderate.

import * as v from "valibot";

import { ChatError } from "./errors.ts";
import { PENALTY_MAX_S, REASON_MAX } from "./limits.ts";
import { type ModerationAction, moderationActions } from "./moderated.ts";
import { bannedAddress, deletedId, penaltySeconds } from "./moderation-schemas.ts";
import { countCodePoints, parseRoomName, parseUsername } from "./names.ts";
import { parseRoomPassword } from "./room-password.ts";
import { cleanMessage, hasVisibleText } from "./text.ts";

/** Whom a ban is for: a name, in all its spellings, or whoever connects from an address. */
export type BanTarget = { username: string } | { address: string };

/** What an operator asks for, in which room, and under which name. */
export type ModerationRequest = {
  room: string;
  /** The name of who asks. May be left out by a member of the room. */
  operator?: string;
} & (
  | { action: "delete"; id: number }
  | { action: "kick"; username: string; reason?: string }
  | { action: "mute"; username: string; seconds: number; reason?: string }
  | { action: "unmute"; username: string }
  | ({ action: "ban"; seconds: number; reason?: string } & BanTarget)
  | ({ action: "unban" } & BanTarget)
  | { action: "close"; reason?: string }
  | { action: "open" }
  | { action: "topic"; topic: string }
  | { action: "password"; password: string | null }
);

type Fields = Record<string, unknown>;
type Parsers = {
  [Action in ModerationAction]: (
    fields: Fields,
  ) => Omit<Extract<ModerationRequest, { action: Action }>, "room" | "operator" | "action">;
};

const action = v.picklist(moderationActions);

/** What each action takes besides the room. */
const parsers: Parsers = {
  delete: (fields) => ({ id: parse(deletedId, fields["id"], `"id" is the id of a message.`) }),
  kick: (fields) => ({ username: parseUsername(fields["username"]), ...readReason(fields) }),
  mute: (fields) => ({ username: parseUsername(fields["username"]), ...readPenalty(fields) }),
  unmute: (fields) => ({ username: parseUsername(fields["username"]) }),
  ban: (fields) => ({ ...readTarget(fields), ...readPenalty(fields) }),
  unban: readTarget,
  close: readReason,
  open: () => ({}),
  topic: (fields) => ({ topic: parseLine("topic", fields["topic"]) }),
  password: ({ password }) => ({
    password: password === null || password === "" ? null : parseRoomPassword(password),
  }),
};

/**
 * Parses the payload of `moderate`, and the body of a POST once the room of its path is put in.
 *
 * @throws ChatError `invalid_request`, `invalid_room` or `invalid_username`
 */
export function parseModerationRequest(payload: unknown): ModerationRequest {
  if (typeof payload !== "object" || payload === null || Array.isArray(payload)) {
    throw new ChatError("invalid_request", "The payload is an object.");
  }
  const fields = payload as Fields;
  const room = parseRoomName(fields["room"]);
  const hint = `"action" is one of ${moderationActions.join(", ")}.`;
  const asked = parse(action, fields["action"], hint);
  const operator = isGiven(fields["operator"])
    ? { operator: parseUsername(fields["operator"]) }
    : {};
  return { room, ...operator, action: asked, ...parsers[asked](fields) } as ModerationRequest;
}

function readPenalty(fields: Fields): { seconds: number; reason?: string } {
  const hint = `"seconds" is a whole number from 1 to ${PENALTY_MAX_S}, 365 days.`;
  return { seconds: parse(penaltySeconds, fields["seconds"], hint), ...readReason(fields) };
}

function readTarget(fields: Fields): BanTarget {
  if (isGiven(fields["username"]) === isGiven(fields["address"])) {
    throw new ChatError("invalid_request", `Give "username" or "address", and not both.`);
  }
  if (isGiven(fields["username"])) return { username: parseUsername(fields["username"]) };
  return { address: parse(bannedAddress, fields["address"], `"address" is an IP address.`) };
}

function readReason(fields: Fields): { reason?: string } {
  const reason = isGiven(fields["reason"]) ? parseLine("reason", fields["reason"]) : "";
  return reason === "" ? {} : { reason };
}

/** A text of one line, cleaned as messages are; empty where nothing of it is visible. */
function parseLine(name: string, value: unknown): string {
  const line = typeof value === "string" ? cleanMessage(value).replace(/\s+/g, " ").trim() : "";
  if (typeof value !== "string" || countCodePoints(line) > REASON_MAX) {
    throw new ChatError(
      "invalid_request",
      `"${name}" is a text of at most ${REASON_MAX} characters.`,
    );
  }
  return hasVisibleText(line) ? line : "";
}

function parse<S extends v.GenericSchema>(
  schema: S,
  value: unknown,
  hint: string,
): v.InferOutput<S> {
  const parsed = v.safeParse(schema, value);
  if (parsed.success) return parsed.output;
  throw new ChatError("invalid_request", hint);
}

function isGiven(value: unknown): boolean {
  return value !== undefined && value !== null;
}
