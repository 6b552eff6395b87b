// The command line as a whole: the flags that every command takes, and its commands.

import { Command, Option } from "commander";

import { configFilePath, readConfigFile } from "../config-file.ts";
import { ExitStatus } from "../exit-status.ts";
import { endOnInterrupt } from "../interrupt.ts";
import { say, standardError, standardOutput } from "../output/standard-output.ts";
import { DEFAULT_SERVER, resolveSettings, type SettingFlags } from "../settings.ts";
import { addAskingCommands } from "./asking-commands.ts";
import { addChattingCommands } from "./chatting-commands.ts";
import { addIdentityCommands } from "./identity-commands.ts";
import type { Run, RunUnsettled } from "./run.ts";
import { addSetupCommands } from "./setup-commands.ts";
import { addTopics } from "./topics.ts";
import { addTalkingCommands } from "./talking-commands.ts";

/** Set by the bundler to the version in package.json. */
declare const CHAT_VERSION: string;

/** The command line. @param end is told the status of the command that ran */
export function createProgram(end: (status: number) => void): Command {
  const program = new Command("chat")
    .description("Chat from a terminal, a script or a pipe.")
    .version(CHAT_VERSION, "-V, --version", "print the version")
    .addOption(new Option("--server <address>", `the server (CHAT_SERVER, ${DEFAULT_SERVER})`))
    .addOption(new Option("--user <name>", "your name (CHAT_USER)"))
    .addOption(
      new Option(
        "--token-file <file>",
        "a file with the server's token (CHAT_TOKEN_FILE, CHAT_TOKEN)",
      ),
    )
    .addOption(
      new Option(
        "--room-password-file <file>",
        "a file with the password of a private room (CHAT_ROOM_PASSWORD)",
      ),
    )
    .addOption(new Option("--profile <name>", "a profile of the config file (CHAT_PROFILE)"))
    .helpOption("-h, --help", "print this help")
    .helpCommand("help [command]", "print the help of a command, or of scripting")
    .showHelpAfterError(false)
    .configureHelp({ showGlobalOptions: true })
    .configureOutput({
      writeOut: (text) => void standardOutput().write(text),
      writeErr: (text) => void standardError().write(text),
      outputError: (text) => say(text.trim().replace(/^error: /, "")),
    })
    .exitOverride()
    .addHelpText("after", examples);

  const runUnsettled: RunUnsettled =
    (command) =>
    async (...args: unknown[]): Promise<void> => {
      endOnInterrupt();
      // Commander hands the command itself over as the last argument.
      const rest = args.slice(0, -1) as never[];
      end((await command(program.opts<SettingFlags>(), ...rest)) ?? ExitStatus.ok);
    };
  const run: Run = (command) =>
    runUnsettled((flags, ...args: never[]) =>
      command(
        resolveSettings(flags, process.env, () => readConfigFile(configFilePath())),
        ...args,
      ),
    );

  addChattingCommands(program, runUnsettled);
  addTalkingCommands(program, run);
  addAskingCommands(program, run);
  addSetupCommands(program, runUnsettled);
  addIdentityCommands(program, runUnsettled);
  addTopics(program);
  return program;
}

const examples = `
Examples:
  chat join general --user ada
  echo "build 412 is green" | chat send ops --user ci
  chat tail ops -n 20 --json --user watcher
  chat history general -n 5

Exit status: 0 done, 1 failed, 2 wrong usage, 4 refused, 5 rejected, 69 no server,
75 try later, 124 out of time, 130 interrupted. More: chat help scripting.`;
