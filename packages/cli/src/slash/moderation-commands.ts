// The slash commands of operators. Knows faces by their port alone.

import type { MessageEntry } from "@chat/client";
import type { ModerationAction } from "@chat/protocol";

import { readModeration } from "../moderation/read-moderation.ts";
import type { Face } from "./face.ts";
import type { SlashArgument, SlashCommand } from "./slash-command.ts";

const NAME: SlashArgument = { name: "name", kind: "name" };
const WHOM: SlashArgument = { name: "name-or-address", kind: "name" };
const TIME: SlashArgument = { name: "time", kind: "time" };
const REASON: SlashArgument = { name: "reason", kind: "text", optional: true };

/** The commands, but `/mute` and `/unmute`, which share their names with what one mutes for oneself. */
export const moderationCommands: readonly SlashCommand[] = [
  {
    name: "delete",
    arguments: [{ name: "id-or-text", kind: "text", optional: true }],
    help: "operators: delete a message; alone: the newest",
    run: (face, argument) => deleteMessage(face, argument),
  },
  command("kick", [NAME, REASON], "operators: take somebody out of the room"),
  command("ban", [WHOM, TIME, REASON], "operators: let somebody in no more for a time"),
  command("unban", [WHOM], "operators: let them in again"),
  command("close", [REASON], "operators: let operators alone speak"),
  command("open", [], "operators: let everybody speak again"),
  command(
    "topic",
    [{ name: "text", kind: "text" }],
    "operators: say what the room is about; - for nothing",
  ),
  command(
    "password",
    [{ name: "text", kind: "text" }],
    "operators: make the room private; - for open to all",
  ),
];

/** Does what an operator typed. What came of it is heard in the room. @throws ChatError, CommandError */
export async function moderate(
  face: Face,
  action: ModerationAction,
  argument: string,
): Promise<void> {
  const words = argument.split(/\s+/).filter(Boolean);
  await face.client.moderate(readModeration(action, face.room, words));
}

function command(
  name: ModerationAction,
  args: readonly SlashArgument[],
  help: string,
): SlashCommand {
  return { name, arguments: args, help, run: (face, argument) => moderate(face, name, argument) };
}

async function deleteMessage(face: Face, wanted: string): Promise<void> {
  const entry = findMessage(face, wanted);
  if (entry === undefined) return face.say(`no message here has "${wanted}"`, "bad");
  await moderate(face, "delete", String(entry));
}

/** The id of the newest message that is wanted: by its id, its author or a part of its text. */
function findMessage(face: Face, wanted: string): number | undefined {
  if (/^\d{10,16}$/.test(wanted)) return Number(wanted);
  const entries = face.client.getSnapshot().rooms.get(face.room)?.entries ?? [];
  const text = wanted.toLowerCase();
  const name = wanted.replace(/^@/, "");
  const found = entries.findLast((entry): entry is MessageEntry => {
    if (entry.type !== "message" || entry.message.deleted) return false;
    const { username, message } = entry.message;
    return wanted === "" || username === name || message.toLowerCase().includes(text);
  });
  return found?.type === "message" ? found.message.id : undefined;
}
