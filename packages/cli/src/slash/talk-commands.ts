// The slash commands that say something, and those for what could not be said. Knows faces by their port alone.

import type { Draft } from "@chat/client";

import { readRoom } from "../arguments.ts";
import type { Face } from "./face.ts";
import { ROOM, TEXT, type SlashCommand } from "./slash-command.ts";

/** The commands. */
export const talkCommands: readonly SlashCommand[] = [
  {
    ...{ name: "msg", arguments: [ROOM, TEXT], help: "say something in another room" },
    run: (face, argument) => say(face, argument),
  },
  {
    ...{ name: "me", arguments: [TEXT], help: "say what you do: /me waves is sent as _waves_" },
    run: act,
  },
  {
    ...{ name: "retry", arguments: [], help: "send again what was refused" },
    run: (face) => withFailed(face, (draft) => face.client.retry(draft.nonce)),
  },
  {
    ...{ name: "discard", arguments: [], help: "forget what was refused" },
    run: (face) => withFailed(face, (draft) => face.client.discard(draft.nonce)),
  },
];

async function say(face: Face, argument: string): Promise<void> {
  const [, roomText = "", text = ""] = /^(\S*)\s*([^]*)$/.exec(argument) ?? [];
  const room = readRoom(roomText);
  if (text === "") return face.say(`say what? /msg ${room} text`, "bad");
  await face.client.send(room, text).stored;
  face.say(`said in ${room}: ${text}`, "good");
}

/** Emphasis, as every face shows it: in italics, or between `_` where there is plain text alone. */
function act(face: Face, text: string): void {
  if (text === "") return face.say("do what? /me waves", "bad");
  // A refusal for good is heard as an event.
  face.client.send(face.room, toAction(text)).stored.catch(() => {});
}

/** What somebody does as a message: `_waves_`. Emphasis ends with its line, so each line has its own. */
export function toAction(text: string): string {
  return text.replace(/^[^\S\n]*(\S[^\n]*?)[^\S\n]*$/gm, "_$1_");
}

function withFailed(face: Face, act: (draft: Draft) => void): void {
  const drafts = face.client.getSnapshot().rooms.get(face.room)?.drafts ?? [];
  const failed = drafts.filter((draft) => draft.state === "failed");
  if (failed.length === 0) face.say("nothing was refused here", "good");
  for (const draft of failed) act(draft);
}
