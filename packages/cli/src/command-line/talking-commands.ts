// The definitions of the commands that send messages or follow them.

import type { Command } from "commander";

import { toExitStatus } from "../exit-status.ts";
import type { Run } from "./run.ts";

/** The commands that send messages or follow them. */
export function addTalkingCommands(program: Command, run: Run): void {
  program
    .command("send <room> [text...]")
    .description("post a text, or standard input as one message")
    .option("--lines", "post each line of standard input as it comes")
    .option("--batch <duration>", "with --lines: join lines that come within that time")
    .option("--code [lang]", "as a code block; name the language as in --code=js")
    .option("--tee", "pass standard input on to standard output")
    .option("--id <key>", "the same key is the same message: posted once within 5 minutes")
    .option("--retry <duration>", "go on trying that long while the server is away")
    .option("--timeout <duration>", "give up after that long (status 124)")
    .option("--json", "print the stored message as JSON")
    .option("-q, --quiet", "print nothing; the status tells")
    .action(
      run(async (settings, room: string, words: string[], flags: { quiet?: boolean }) => {
        const { send } = await import("../commands/send.ts");
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
    .option(
      "-n, --number <count>",
      "how many of the newest messages first (default: 10, 0 with --exec)",
    )
    .option("--no-follow", "print the backlog and end")
    .option(
      "--since <when>",
      "begin a duration ago (2h), behind an id, or with the last message (last)",
    )
    .option("--match <pattern>", "only what this regular expression finds something in")
    .option("-i, --ignore-case", "let --match ignore upper and lower case")
    .option("--count <count>", "end after that many messages")
    .option("--timeout <duration>", "end after that long (status 124)")
    .option("--json", "one JSON object a line")
    .option(
      "--format <format>",
      "a line a message: {time} {date} {timestamp} {id} {room} {user} {text}",
    )
    .option("--cursor <file>", "go on behind what was dealt with before, remembered in this file")
    .option("--exec <command>", "run a program for each message of others, without a shell")
    .action(
      run(async (settings, rooms: string[], flags: { follow: boolean }) => {
        const { tail } = await import("../commands/tail.ts");
        return tail(settings, rooms, flags);
      }),
    );
  addWaitingCommands(program, run);
  addModeration(program, run);
}

/** What operators may do. */
function addModeration(program: Command, run: Run): void {
  program
    .command("mod <action> <room> [words...]")
    .description("moderate a room, as an operator of the server")
    .option("--json", "print what the room was told as JSON")
    .addHelpText("after", moderation)
    .action(
      run(async (settings, action: string, room: string, words: string[], flags: object) => {
        const { mod } = await import("../commands/mod.ts");
        return mod(settings, action, room, words, flags);
      }),
    );
}

const moderation = `
Actions:
  delete ROOM ID                        kick ROOM NAME [REASON]
  mute ROOM NAME TIME [REASON]          unmute ROOM NAME
  ban ROOM NAME|ADDRESS TIME [REASON]   unban ROOM NAME|ADDRESS
  close ROOM [REASON]                   open ROOM
  topic ROOM TEXT                       password ROOM TEXT (topic and password: - for none)

Times are such as 30s, 10m, 2h, 7d.`;

/** The commands that wait: for an answer, or for another command. */
function addWaitingCommands(program: Command, run: Run): void {
  program
    .command("ask <room> <text...>")
    .description("post a question, wait for an answer, print it")
    .option("--match <pattern>", "only what this regular expression finds something in")
    .option("-i, --ignore-case", "let --match ignore upper and lower case")
    .option("--from <name>", "only from this person; may be given more than once", collect)
    .option("--timeout <duration>", "give up after that long (status 124)")
    .option("--json", "print the answer as JSON")
    .action(
      run(async (settings, room: string, words: string[], flags: object) => {
        const { ask } = await import("../commands/ask.ts");
        return ask(settings, room, words, flags);
      }),
    );
  program
    .command("run <room> <command...>")
    .usage("<room> [options] -- <command...>")
    .description("run a command, post how it went, end with its status")
    .option("--tail <count>", "how many of its last lines to post", "10")
    .option("--on-fail", "post only where it fails")
    .option("--retry <duration>", "how long to try to post it", "30s")
    .action(
      run(
        async (
          settings,
          room: string,
          command: string[],
          flags: { tail: string; retry: string },
        ) => {
          const { run: runCommand } = await import("../commands/run.ts");
          return runCommand(settings, room, command, flags);
        },
      ),
    );
}

function collect(value: string, earlier: string[] | undefined): string[] {
  return [...(earlier ?? []), value];
}
