// What an operator did, as a sentence of a few words for people. Shared by all faces; knows no colours and no clock.

import type { Moderated } from "@chat/protocol";

/**
 * What was done: `olga muted bob until 14:05 (too loud)`.
 *
 * @param toMoment a moment as the face writes it
 */
export function describeModerated(done: Moderated, toMoment: (at: Date) => string): string {
  const { by = "an operator", reason } = done;
  const until = done.until === undefined ? "" : ` until ${toMoment(new Date(done.until))}`;
  return `${by} ${toDeed(done)}${until}${reason === undefined ? "" : ` (${reason})`}`;
}

function toDeed({ action, username, topic, private: isPrivate }: Moderated): string {
  switch (action) {
    case "delete":
      return "deleted a message";
    case "kick":
      return `took ${username} out of the room`;
    case "mute":
      return `muted ${username}`;
    case "unmute":
      return `lets ${username} speak again`;
    case "ban":
      return `banned ${username ?? "an address"}`;
    case "unban":
      return `lifted the ban of ${username ?? "an address"}`;
    case "close":
      return "closed the room: operators alone may speak";
    case "open":
      return "opened the room: everybody may speak";
    case "topic":
      return topic === undefined || topic === ""
        ? "took the topic away"
        : `set the topic: ${topic}`;
    case "password":
      return isPrivate === true ? "made the room private" : "made the room open to everybody";
  }
}
