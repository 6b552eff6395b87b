// What is refused because of what operators set, in sentences that say what to do instead.

import { ChatError } from "@chat/protocol";

/** Somebody who may not speak for a time. @param until milliseconds since the epoch */
export function muted(until: number, reason?: string): ChatError {
  return new ChatError(
    "muted",
    `You may read here, but not speak until ${toMoment(until)}${because(reason)}.`,
  );
}

/** Somebody who may not be in the room for a time. @param until milliseconds since the epoch */
export function banned(until: number, reason?: string): ChatError {
  return new ChatError(
    "banned",
    `You are banned from this room until ${toMoment(until)}${because(reason)}.`,
  );
}

/** A room in which operators alone may speak. */
export function roomClosed(): ChatError {
  return new ChatError(
    "room_closed",
    "This room is closed: you may read here, but only operators may speak.",
  );
}

/** What operators alone may do. */
export function notOperator(username: string): ChatError {
  return new ChatError(
    "forbidden",
    `Only operators may do that. "${username}" is none here, or has not been shown to be yours: an operator brings the secret of the name.`,
  );
}

/** Somebody who did not say under which name they moderate. */
export function namelessOperator(room: string): ChatError {
  return new ChatError(
    "invalid_username",
    `Join the room "${room}" first, or send your name as "operator".`,
  );
}

/** What is done to nobody who is an operator. */
export function isOperator(username: string): ChatError {
  return new ChatError(
    "forbidden",
    `"${username}" is an operator: nobody mutes, bans or takes out another operator.`,
  );
}

/** A message that the room's history does not hold. */
export function noSuchMessage(room: string, id: number): ChatError {
  return new ChatError("not_found", `There is no message ${id} in the history of "${room}".`);
}

/** More mutes and bans than a room keeps. */
export function tooManyPenalties(most: number): ChatError {
  return new ChatError(
    "invalid_request",
    `A room keeps at most ${most} mutes and bans. Lift some first.`,
  );
}

/** A room whose password was not brought. */
export function passwordRequired(room: string): ChatError {
  return new ChatError("password_required", `The room "${room}" is private. Give its password.`);
}

/** A password that is not the room's. */
export function wrongPassword(room: string): ChatError {
  return new ChatError("wrong_password", `This is not the password of the room "${room}".`);
}

/** Wrong passwords, one after the other. */
export function tooManyPasswords(retryAfterMs: number): ChatError {
  return new ChatError("rate_limited", "Too many wrong passwords. Wait a moment.", {
    retryAfterMs,
  });
}

function toMoment(at: number): string {
  return `${new Date(at).toISOString().slice(0, 16).replace("T", " ")} UTC`;
}

function because(reason: string | undefined): string {
  return reason === undefined ? "" : ` (${reason})`;
}
