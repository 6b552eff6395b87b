// The definitions of what opens a chat: `chat join`, and `chat` alone.

import type { Command } from "commander";

import { configFilePath, readConfigFile } from "../config-file.ts";
import { ExitStatus } from "../exit-status.ts";
import { say } from "../output/standard-output.ts";
import { findRooms, resolveSettings, type SettingFlags } from "../settings.ts";
import type { RunUnsettled } from "./run.ts";

/** What `chat` alone is called on its way: a name that nobody types. */
const ALONE = "__alone";
const BACKLOG = "100";

interface JoinFlags {
  plain?: boolean;
  inline?: boolean;
  number: string;
}

/** Adds `join`, and what happens where no command is named. */
export function addChattingCommands(program: Command, run: RunUnsettled): void {
  const open = async (
    flags: SettingFlags,
    rooms: readonly string[],
    joinFlags: JoinFlags,
  ): Promise<number> => {
    const { join } = await import("../commands/join.ts");
    const settings = resolveSettings(flags, process.env, readConfig);
    return join(settings, rooms, joinFlags);
  };
  program
    .command("join [room...]")
    .description("chat on the full screen; in a pipe, line by line")
    .option("--plain", "line by line, without a screen")
    .option("--inline", "in the terminal's own scrollback, above an input line")
    .option("-n, --number <count>", "how much of the backlog to show, 0 to 100", BACKLOG)
    .action(
      run(async (flags, named: string[], joinFlags: JoinFlags) => {
        const rooms = named.length > 0 ? named : findRooms(flags, process.env, readConfig)?.value;
        if (rooms !== undefined) return open(flags, rooms, joinFlags);
        say("which room? `chat join ROOM`, or keep some: `chat config set rooms general ops`");
        return ExitStatus.usage;
      }),
    );
  program.command(ALONE, { hidden: true }).action(
    run(async (flags) => {
      const rooms = findRooms(flags, process.env, readConfig)?.value;
      if (rooms !== undefined) return open(flags, rooms, { number: BACKLOG });
      program.outputHelp({ error: true });
      say("to have `chat` alone open rooms, keep some: `chat config set rooms general ops`");
      return ExitStatus.usage;
    }),
  );
}

/** The words of a command line, with a command where none is named. */
export function withCommand(program: Command, words: readonly string[]): string[] {
  return namesCommand(program, words) ? [...words] : [...words, ALONE];
}

/** Whatever is no flag of all commands may be one; help and version are asked for without any. */
function namesCommand(program: Command, words: readonly string[]): boolean {
  for (let index = 0; index < words.length; index++) {
    const [flag] = (words[index] ?? "").split("=", 1);
    const option = program.options.find(({ long, short }) => flag === long || flag === short);
    if (option === undefined || !option.required) return true;
    if (!words[index]?.includes("=")) index += 1;
  }
  return false;
}

function readConfig(): ReturnType<typeof readConfigFile> {
  return readConfigFile(configFilePath());
}
