// The definitions of the commands that ask the server something and end.

import type { Command } from "commander";

import type { Run } from "./run.ts";

/** The commands that ask something and end. */
export function addAskingCommands(program: Command, run: Run): void {
  program
    .command("history <room>")
    .description("print the newest messages of a room")
    .option("-n, --number <count>", "how many", "50")
    .option("--json", "one JSON object a line")
    .action(
      run(async (settings, room: string, flags: { number: string; json?: boolean }) => {
        const { history } = await import("../commands/history.ts");
        return history(settings, room, flags);
      }),
    );
  program
    .command("rooms")
    .description("list the rooms")
    .option("--json", "one JSON object a line")
    .action(
      run(async (settings, flags: { json?: boolean }) => {
        const { rooms } = await import("../commands/rooms.ts");
        return rooms(settings, flags);
      }),
    );
  program
    .command("who <room>")
    .description("list who is in a room")
    .option("--json", "one JSON object")
    .action(
      run(async (settings, room: string, flags: { json?: boolean }) => {
        const { who } = await import("../commands/who.ts");
        return who(settings, room, flags);
      }),
    );
  program
    .command("status")
    .description("say which server this is and how it does")
    .option("--json", "one JSON object")
    .action(
      run(async (settings, flags: { json?: boolean }) => {
        const { status } = await import("../commands/status.ts");
        return status(settings, flags);
      }),
    );
}
