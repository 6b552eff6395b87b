// What an operator did, as a sentence of a few words for people. Shared by all faces; knows no colours and no clock.

import type { Moderated, ModerationAction } from "@chat/protocol";

const AN_ADDRESS = "an address";

const DEEDS: Readonly<Record<ModerationAction, (done: Moderated) => string>> = {
  delete: () => "deleted a message",
  kick: ({ username }) => `took ${username} out of the room`,
  mute: ({ username }) => `muted ${username}`,
  unmute: ({ username }) => `lets ${username} speak again`,
  ban: ({ username = AN_ADDRESS }) => `banned ${username}`,
  unban: ({ username = AN_ADDRESS }) => `lifted the ban of ${username}`,
  close: () => "closed the room: operators alone may speak",
  open: () => "opened the room: everybody may speak",
  topic: ({ topic }) => (topic ? `set the topic: ${topic}` : "took the topic away"),
  password: (done) => `made the room ${done.private ? "private" : "open to everybody"}`,
};

/** Whether there are words for it; a newer server may know of more. */
export function isDeed(action: unknown): action is ModerationAction {
  return typeof action === "string" && Object.hasOwn(DEEDS, action);
}

/**
 * What was done: `olga muted bob until 14:05 (too loud)`.
 *
 * @param toMoment a moment as the face writes it
 */
export function describeModerated(done: Moderated, toMoment: (at: Date) => string): string {
  const { by = "an operator", reason } = done;
  const until = done.until === undefined ? "" : ` until ${toMoment(new Date(done.until))}`;
  return `${by} ${DEEDS[done.action](done)}${until}${reason === undefined ? "" : ` (${reason})`}`;
}
