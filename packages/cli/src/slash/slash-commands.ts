// The commands that are typed into a chat: one record each, from which help and completion can be made.
// Knows faces by their port alone.

import type { Draft } from "@chat/client";
import { ChatError } from "@chat/protocol";

import { readRoom } from "../arguments.ts";
import { toRoomRows } from "../commands/rooms.ts";
import { toTable } from "../output/table.ts";
import type { Face } from "./face.ts";

/** One command. */
export interface SlashCommand {
  /** Without the slash. */
  name: string;
  /** What may follow, for people: `room`, `[room]`; empty where nothing may. */
  usage: string;
  /** What it does, in a few words. */
  help: string;
  /** @param argument what follows the name, trimmed @throws ChatError */
  run: (face: Face, argument: string) => Promise<void> | void;
}

/** What a line that somebody typed asks for. */
export type TypedLine =
  | { type: "nothing" }
  | { type: "message"; text: string }
  | { type: "command"; name: string; argument: string };

/** All commands, in the order of the help. */
export const slashCommands: readonly SlashCommand[] = [
  { name: "help", usage: "", help: "show this", run: help },
  {
    name: "join",
    usage: "room",
    help: "enter a room",
    run: (face, argument) => face.enter(readRoom(argument)),
  },
  {
    name: "leave",
    usage: "[room]",
    help: "leave this room, or that one",
    run: (face, argument) => leave(face, argument === "" ? face.room : readRoom(argument)),
  },
  { name: "who", usage: "[room]", help: "who is here", run: who },
  { name: "rooms", usage: "", help: "which rooms there are", run: rooms },
  {
    name: "retry",
    usage: "",
    help: "send again what was refused",
    run: (face) => withFailed(face, (draft) => face.client.retry(draft.nonce)),
  },
  {
    name: "discard",
    usage: "",
    help: "forget what was refused",
    run: (face) => withFailed(face, (draft) => face.client.discard(draft.nonce)),
  },
  { name: "quit", usage: "", help: "leave the chat", run: (face) => face.quit() },
];

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
    face.say(
      error instanceof ChatError ? error.message : `/${name} failed: ${String(error)}`,
      "bad",
    );
  }
}

/** The commands as aligned lines. */
export function helpLines(): string[] {
  return toTable(
    slashCommands.map(({ name, usage, help }) => [`/${name}${usage && ` ${usage}`}`, help]),
  );
}

function help(face: Face): void {
  face.show("help", [...helpLines(), ...(face.keys.length > 0 ? ["", ...toTable(face.keys)] : [])]);
}

async function leave(face: Face, room: string): Promise<void> {
  if (face.rooms.includes(room)) await face.leave(room);
  else face.say(`you are not in ${room}`, "bad");
}

async function who(face: Face, argument: string): Promise<void> {
  const room = argument === "" ? face.room : readRoom(argument);
  const members = await face.client.members(room);
  face.show(`in ${room}: ${members.length}`, members);
}

async function rooms(face: Face): Promise<void> {
  const list = await face.client.rooms();
  face.show(`rooms: ${list.length}`, toTable(toRoomRows(list, Date.now())));
}

function withFailed(face: Face, act: (draft: Draft) => void): void {
  const drafts = face.client.getSnapshot().rooms.get(face.room)?.drafts ?? [];
  const failed = drafts.filter((draft) => draft.state === "failed");
  if (failed.length === 0) face.say("nothing was refused here", "good");
  for (const draft of failed) act(draft);
}
