// The command `chat`: reads the command line, loads the one command it names, and turns errors into a line and a
// status. What a command does is in commands/, each loaded only when it runs.

import { Command, CommanderError, Option } from "commander";

import { configFilePath, readConfigFile } from "./config-file.ts";
import { ExitStatus, toExitStatus } from "./exit-status.ts";
import { endOnInterrupt } from "./interrupt.ts";
import { endQuietlyOnClosedPipe, flushOutput, say } from "./output/standard-output.ts";
import { DEFAULT_SERVER, resolveSettings, type SettingFlags, type Settings } from "./settings.ts";

/** Set by the bundler to the version in package.json. */
declare const CHAT_VERSION: string;

/** What a command ends with: a status, or nothing for success. */
type Outcome = Promise<number | void>;

/**
 * Runs the command line, prints what failed, and ends the process.
 *
 * @param argv as in `process.argv`
 */
export async function main(argv: readonly string[]): Promise<void> {
  // Warnings about what bundled libraries call are for those who develop this, not for those who use it.
  process.noDeprecation = !process.env["CHAT_DEBUG"];
  endQuietlyOnClosedPipe();
  let status: number = ExitStatus.ok;
  const program = createProgram((code) => {
    status = code;
  });
  try {
    await program.parseAsync(argv);
  } catch (error) {
    status = report(error);
  }
  await flushOutput();
  process.exit(status);
}

function createProgram(end: (status: number) => void): Command {
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
    .helpOption("-h, --help", "print this help")
    .helpCommand("help [command]", "print the help of a command")
    .showHelpAfterError(false)
    .configureHelp({ showGlobalOptions: true })
    .configureOutput({ outputError: (text) => say(text.trim().replace(/^error: /, "")) })
    .exitOverride()
    .addHelpText("after", examples);

  /** Turns a command's function into an action of commander: settings first, the status last. */
  const run: Run =
    (command) =>
    async (...args: unknown[]): Promise<void> => {
      endOnInterrupt();
      const settings = resolveSettings(program.opts<SettingFlags>(), process.env, () =>
        readConfigFile(configFilePath()),
      );
      // Commander hands the command itself over as the last argument.
      end((await command(settings, ...(args.slice(0, -1) as never[]))) ?? ExitStatus.ok);
    };

  addFaces(program, run);
  addQuestions(program, run);
  return program;
}

/** `never[]`: each command has parameters of its own, which commander fills by the command's definition. */
type Run = (
  command: (settings: Settings, ...args: never[]) => Outcome,
) => (...args: unknown[]) => Promise<void>;

/** The commands that send messages or follow them. */
function addFaces(program: Command, run: Run): void {
  program
    .command("join <room...>")
    .description("chat on the full screen; in a pipe, line by line")
    .option("--plain", "line by line, without a screen")
    .option("-n, --number <count>", "how much of the backlog to show, 0 to 100", "100")
    .action(
      run(async (settings, rooms: string[], flags: { plain?: boolean; number: string }) => {
        const { join } = await import("./commands/join.ts");
        return join(settings, rooms, flags);
      }),
    );
  program
    .command("send <room> [text...]")
    .description("post a text, or standard input as one message")
    .option("--lines", "post each line of standard input as it comes")
    .option("--id <key>", "the same key is the same message: posted once within 5 minutes")
    .option("--retry <duration>", "go on trying that long while the server is away")
    .option("--timeout <duration>", "give up after that long (status 124)")
    .option("--json", "print the stored message as JSON")
    .option("-q, --quiet", "print nothing; the status tells")
    .action(
      run(async (settings, room: string, words: string[], flags: { quiet?: boolean }) => {
        const { send } = await import("./commands/send.ts");
        try {
          return await send(settings, room, words, flags);
        } catch (error) {
          if (flags.quiet) return toExitStatus(error);
          throw error;
        }
      }),
    );
  program
    .command("tail <room...>")
    .description("print the backlog, then what is said, until interrupted")
    .option("-n, --number <count>", "how much of the backlog, 0 to 100", "10")
    .option("--no-follow", "print the backlog and end")
    .option("--count <count>", "end after that many messages")
    .option("--timeout <duration>", "end after that long (status 124)")
    .option("--json", "one JSON object a line")
    .action(
      run(
        async (
          settings,
          rooms: string[],
          flags: {
            number: string;
            follow: boolean;
            count?: string;
            timeout?: string;
            json?: boolean;
          },
        ) => {
          const { tail } = await import("./commands/tail.ts");
          return tail(settings, rooms, flags);
        },
      ),
    );
}

/** The commands that ask something and end. */
function addQuestions(program: Command, run: Run): void {
  program
    .command("history <room>")
    .description("print the newest messages of a room")
    .option("-n, --number <count>", "how many", "50")
    .option("--json", "one JSON object a line")
    .action(
      run(async (settings, room: string, flags: { number: string; json?: boolean }) => {
        const { history } = await import("./commands/history.ts");
        return history(settings, room, flags);
      }),
    );
  program
    .command("rooms")
    .description("list the rooms")
    .option("--json", "one JSON object a line")
    .action(
      run(async (settings, flags: { json?: boolean }) => {
        const { rooms } = await import("./commands/rooms.ts");
        return rooms(settings, flags);
      }),
    );
  program
    .command("who <room>")
    .description("list who is in a room")
    .option("--json", "one JSON object")
    .action(
      run(async (settings, room: string, flags: { json?: boolean }) => {
        const { who } = await import("./commands/who.ts");
        return who(settings, room, flags);
      }),
    );
  program
    .command("status")
    .description("say which server this is and how it does")
    .option("--json", "one JSON object")
    .action(
      run(async (settings, flags: { json?: boolean }) => {
        const { status } = await import("./commands/status.ts");
        return status(settings, flags);
      }),
    );
}

const examples = `
Examples:
  chat join general --user ada
  echo "build 412 is green" | chat send ops --user ci
  chat tail ops -n 20 --json --user watcher
  chat history general -n 5

Exit status: 0 done, 1 failed, 2 wrong usage, 4 refused, 5 rejected, 69 no server,
75 try later, 124 out of time, 130 interrupted.`;

/** Prints what failed, for a person; returns the status for a script. */
function report(error: unknown): number {
  if (error instanceof CommanderError) {
    // Commander has printed it already. Help that was asked for is no error.
    return error.exitCode === 0 ? ExitStatus.ok : ExitStatus.usage;
  }
  say(error instanceof Error ? error.message : String(error));
  if (process.env["CHAT_DEBUG"] && error instanceof Error) {
    process.stderr.write(`${error.stack ?? error.message}\n`);
  }
  return toExitStatus(error);
}
