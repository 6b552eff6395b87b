// The commands that are typed into a chat, all together: how a line is read, how a command is found, run and explained.

import { ChatError } from "@chat/protocol";

import { CommandError } from "../exit-status.ts";
import { toTable } from "../output/table.ts";
import type { Face } from "./face.ts";
import { moderationCommands } from "./moderation-commands.ts";
import { roomCommands } from "./room-commands.ts";
import { settingCommands } from "./setting-commands.ts";
import { usageOf, type SlashCommand } from "./slash-command.ts";
import { talkCommands } from "./talk-commands.ts";

/** What a line that somebody typed asks for. */
export type TypedLine =
  | { type: "nothing" }
  | { type: "message"; text: string }
  | { type: "command"; name: string; argument: string };

/** All commands, in the order of the help. */
export const slashCommands: readonly SlashCommand[] = [
  { name: "help", arguments: [], help: "show this", run: help },
  ...roomCommands,
  ...talkCommands,
  ...settingCommands,
  ...moderationCommands,
  { name: "quit", arguments: [], help: "leave the chat", run: (face) => face.quit() },
];

/** Whether a line holds a password: it is not to be remembered. */
export function holdsPassword(line: string): boolean {
  return /^\/(?:password\s|join\s+\S+\s)/.test(line);
}

/** Reads a typed line: a slash begins a command, two slashes a message that begins with one. */
export function parseTypedLine(line: string): TypedLine {
  if (line.trim() === "") return { type: "nothing" };
  if (line.startsWith("//")) return { type: "message", text: line.slice(1) };
  if (!line.startsWith("/")) return { type: "message", text: line };
  const [, name = "", argument = ""] = /^\/(\S*)\s*([^]*)$/.exec(line) ?? [];
  return { type: "command", name, argument: argument.trim() };
}

/** Runs a command by its name. What fails is said, never thrown. */
export async function runSlashCommand(face: Face, name: string, argument: string): Promise<void> {
  const command = slashCommands.find((known) => known.name === name);
  if (command === undefined) {
    face.say(
      `there is no /${name}; /help lists the commands, and //${name} sends it as text`,
      "bad",
    );
    return;
  }
  try {
    await command.run(face, argument);
  } catch (error) {
    const known = error instanceof ChatError || error instanceof CommandError;
    face.say(known ? error.message : `/${name} failed: ${String(error)}`, "bad");
  }
}

/** The commands as aligned lines. */
function helpLines(): string[] {
  return toTable([
    ...slashCommands.map((command) => [`/${command.name} ${usageOf(command)}`, command.help]),
    ["//text", "a message that begins with a slash"],
  ]);
}

function help(face: Face): void {
  face.show("help", [...helpLines(), ...(face.keys.length > 0 ? ["", ...toTable(face.keys)] : [])]);
}
