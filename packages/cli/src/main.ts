// The command `chat`: reads the command line, loads the one command it names, and turns errors into a line and a
// status. What the commands are is in command-line/; what each does is in commands/, loaded only when it runs.

import { CommanderError } from "commander";

import { withCommand } from "./command-line/chatting-commands.ts";
import { createProgram } from "./command-line/program.ts";
import { ExitStatus, toExitStatus, toWords } from "./exit-status.ts";
import { flushOutput, say, standardError } from "./output/standard-output.ts";

/**
 * Runs the command line, prints what failed, and ends the process.
 *
 * @param argv as in `process.argv`
 */
export async function main(argv: readonly string[]): Promise<void> {
  // Warnings about what bundled libraries call are for those who develop this, not for those who use it.
  process.noDeprecation = !process.env["CHAT_DEBUG"];
  let status: number = ExitStatus.ok;
  const program = createProgram((code) => {
    status = code;
  });
  try {
    const words = withCommand(program, argv.slice(2));
    await program.parseAsync(withoutGuesses([...argv.slice(0, 2), ...words]));
  } catch (error) {
    status = report(error);
  }
  await flushOutput();
  process.exit(status);
}

/** A bare `--code` has no language: commander would take the next word, which is the room, for one. */
function withoutGuesses(argv: readonly string[]): string[] {
  const end = argv.indexOf("--");
  return argv.map((word, index) =>
    word === "--code" && (end < 0 || index < end) ? "--code=" : word,
  );
}

/** Prints what failed, for a person; returns the status for a script. */
function report(error: unknown): number {
  if (error instanceof CommanderError) {
    // Commander has printed it already. Help that was asked for is no error.
    return error.exitCode === 0 ? ExitStatus.ok : ExitStatus.usage;
  }
  say(toWords(error));
  if (process.env["CHAT_DEBUG"] && error instanceof Error) {
    standardError().write(`${error.stack ?? error.message}\n`);
  }
  return toExitStatus(error);
}
