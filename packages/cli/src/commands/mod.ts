// `chat mod`: does what operators may do, from a script.

import { describeModerated } from "@chat/client";
import { moderationActions, type ModerationAction, type Moderated } from "@chat/protocol";

import { readRoom } from "../arguments.ts";
import { CommandError, ExitStatus } from "../exit-status.ts";
import { askServer } from "../http/ask-server.ts";
import { withSecret } from "../identity/identity-file.ts";
import { readModeration } from "../moderation/read-moderation.ts";
import { printLine } from "../output/standard-output.ts";
import { requireUser, type Settings } from "../settings.ts";

/** The flags of `chat mod`. */
export interface ModFlags {
  json?: boolean;
}

/** Runs `chat mod`: one request, and what the room was told of it. @throws ChatError, CommandError, UnreachableError */
export async function mod(
  given: Settings,
  actionText: string,
  roomText: string,
  words: readonly string[],
  { json }: ModFlags,
): Promise<number> {
  const operator = requireUser(given);
  const action = readAction(actionText);
  const { room, ...request } = readModeration(action, readRoom(roomText), words);
  const settings = await withSecret(given, process.env);
  const answer = await askServer(settings, {
    path: `/api/rooms/${encodeURIComponent(room)}/moderation`,
    body: { ...request, operator },
  });
  const moderated = answer["moderated"] as Moderated;
  const line = json
    ? JSON.stringify({ type: "moderated", ...moderated })
    : `${room}: ${describeModerated(moderated, (at) => at.toISOString())}`;
  await printLine(line);
  return ExitStatus.ok;
}

function readAction(text: string): ModerationAction {
  const action = moderationActions.find((known) => known === text);
  if (action !== undefined) return action;
  throw new CommandError(ExitStatus.usage, `"${text}" is none of ${moderationActions.join(", ")}`);
}
