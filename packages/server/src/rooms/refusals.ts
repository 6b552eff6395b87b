// What the chat refuses, in sentences that say what to do instead.

import { ChatError } from "@chat/protocol";

import type { NameClaim } from "./name-claims.ts";

/** Another name than the one this connection is in the room with. */
export function mismatch(room: string, username: string): ChatError {
  return new ChatError(
    "username_mismatch",
    `You are in the room "${room}" as "${username}". Leave it first to use another name.`,
  );
}

/** What only members may do. */
export function notJoined(room: string): ChatError {
  return new ChatError("not_joined", `You are not in the room "${room}". Join it first.`);
}

/** A name that belongs to somebody else. @param claim the one that stands */
export function nameTaken(username: string, claim: NameClaim): ChatError {
  const whose =
    claim.username === username
      ? `The name "${username}" belongs to somebody else`
      : `The name "${username}" looks like "${claim.username}", which belongs to somebody else`;
  return new ChatError("username_taken", `${whose}. Choose another name.`);
}

/** A name that nobody owns, and that could be taken for that of somebody who is in the room. */
export function nameAlike(room: string, username: string): ChatError {
  return new ChatError(
    "username_taken",
    `The name "${username}" looks like that of somebody who is in the room "${room}". Choose another name.`,
  );
}
