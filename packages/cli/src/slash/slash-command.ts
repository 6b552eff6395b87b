// What a slash command is: a record from which help, completion and the list in the documents come. Knows no command.

import type { Face } from "./face.ts";

/** What may stand in the place of an argument: it decides what Tab offers. */
export type ArgumentKind =
  | "room"
  | "name"
  | "text"
  | "level"
  | "setting"
  | "value"
  | "ignored"
  | "time"
  | "muted";

/** One argument. */
export interface SlashArgument {
  /** What people call it. */
  name: string;
  kind: ArgumentKind;
  optional?: boolean;
}

/** One command. */
export interface SlashCommand {
  /** Without the slash. */
  name: string;
  /** In their order. One of the kind `text` takes the rest of the line. */
  arguments: readonly SlashArgument[];
  /** What it does, in a few words. */
  help: string;
  /** @param argument what follows the name, trimmed @throws ChatError, CommandError */
  run: (face: Face, argument: string) => Promise<void> | void;
}

/** What may follow a command's name, for people: `room`, `[room]`; empty where nothing may. */
export function usageOf({ arguments: all }: SlashCommand): string {
  return all.map(({ name, optional }) => (optional ? `[${name}]` : name)).join(" ");
}

/** A room. */
export const ROOM: SlashArgument = { name: "room", kind: "room" };
/** A room, or the one in view. */
export const ROOM_OR_HERE: SlashArgument = { ...ROOM, optional: true };
/** The rest of the line. */
export const TEXT: SlashArgument = { name: "text", kind: "text" };
