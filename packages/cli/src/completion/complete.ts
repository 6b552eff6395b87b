// What may stand where the cursor is, read off the definition of the command line. Knows no shell and no server:
// who asks brings the sources of rooms and names.

import type { Argument, Command, Option } from "commander";

import { CONFIG_NAMES } from "../config-names.ts";
import { findField } from "../preferences/preference-fields.ts";

/** A word that fits, and what it is. */
export interface Candidate {
  value: string;
  about?: string;
}

/** Where the words come from that no definition holds. */
export interface Sources {
  rooms: () => Promise<Candidate[]>;
  /** The people in a room; of everywhere where it is undefined. */
  names: (room: string | undefined) => Promise<Candidate[]>;
  profiles: () => Candidate[];
}

/** What fits: words, or the name of a file, which the shell knows best. */
export type Completion = Candidate[] | "files";

/** Where the cursor stands. */
interface Position {
  command: Command;
  /** The words before it that are no flags. */
  operands: string[];
  /** The flag whose value is due. */
  due: Option | undefined;
  /** Whether `--` stands before it. */
  raw: boolean;
}

const SHELLS = ["bash", "zsh", "fish"];

/** What may stand in the place of the last of `words`, which are those behind `chat`. */
export async function complete(
  program: Command,
  words: readonly string[],
  sources: Sources,
): Promise<Completion> {
  const current = words.at(-1) ?? "";
  const position = locate(program, words.slice(0, -1));
  const found = await candidates(program, position, current, sources);
  if (found === "files") return found;
  return found.filter(({ value }) => value.startsWith(current));
}

async function candidates(
  program: Command,
  position: Position,
  current: string,
  sources: Sources,
): Promise<Completion> {
  const { command, operands, due, raw } = position;
  if (due) return await toValues(due, operands[0], sources);
  if (current.startsWith("-") && !raw) {
    const global = command === program ? [] : program.options;
    return [...command.options, ...global].flatMap(toFlag).concat({ value: "--help" });
  }
  if (command === program && operands[0] === "help") {
    return operands.length === 1 ? command.commands.filter(isForPeople).map(toWord) : [];
  }
  if (command.commands.length > 0 && operands.length === 0) return toVisible(command).map(toWord);
  return await toOperands(toArgument(command, operands.length), operands, sources);
}

/** Follows the words down to the command they name. */
function locate(program: Command, words: readonly string[]): Position {
  const position: Position = { command: program, operands: [], due: undefined, raw: false };
  for (const word of words) {
    if (position.due) position.due = undefined;
    else if (position.raw) position.operands.push(word);
    else if (word === "--") position.raw = true;
    else if (word.startsWith("-") && word !== "-") position.due = toDue(program, position, word);
    else descend(position, word);
  }
  return position;
}

function descend(position: Position, word: string): void {
  const next = position.command.commands.find((command) => command.name() === word);
  if (next && position.operands.length === 0) position.command = next;
  else position.operands.push(word);
}

function toDue(program: Command, { command }: Position, word: string): Option | undefined {
  const option = [...command.options, ...program.options].find(
    ({ long, short }) => word === long || word === short,
  );
  return option?.required ? option : undefined;
}

async function toValues(
  option: Option,
  room: string | undefined,
  sources: Sources,
): Promise<Completion> {
  switch (option.attributeName()) {
    case "from":
      return await sources.names(room);
    case "profile":
      return sources.profiles();
    case "tokenFile":
    case "cursor":
    case "exec":
      return "files";
    default:
      return [];
  }
}

/** The last argument takes all further words where it takes several. */
function toArgument(command: Command, index: number): Argument | undefined {
  const known = command.registeredArguments;
  const last = known.at(-1);
  return known[index] ?? (last?.variadic ? last : undefined);
}

async function toOperands(
  argument: Argument | undefined,
  before: readonly string[],
  sources: Sources,
): Promise<Completion> {
  switch (argument?.name()) {
    case "room":
      return await sources.rooms();
    case "shell":
      return SHELLS.map((value) => ({ value }));
    case "setting":
      return CONFIG_NAMES.map((value) => ({ value }));
    case "value":
      if (before[0] === "rooms") return await sources.rooms();
      return (findField(before[0] ?? "")?.values ?? []).map((value) => ({ value }));
    case "command":
      return "files";
    default:
      return [];
  }
}

function toFlag(option: Option): Candidate[] {
  return option.long && !option.hidden ? [{ value: option.long, about: option.description }] : [];
}

/** The commands that its help lists. */
function toVisible(command: Command): Command[] {
  return command.createHelp().visibleCommands(command);
}

/** Topics of the help are hidden commands, and those that shells ask are, too. */
function isForPeople(command: Command): boolean {
  return !command.name().startsWith("__");
}

function toWord(command: Command): Candidate {
  return { value: command.name(), about: command.description() };
}
