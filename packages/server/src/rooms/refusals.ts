// What the chat refuses, in sentences that say what to do instead.

import { ChatError } from "@chat/protocol";

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
