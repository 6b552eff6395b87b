// What `chat-server` does besides serving: its commands, each loaded when it is asked for.

import { parseRoomName } from "@chat/protocol";
import type { Command, Option } from "commander";

import type { Config } from "../config.ts";

const EXIT_FAILURE = 1;

/** The flags that export and import share. */
interface RoomFlags {
  rooms?: string;
}

interface ImportFlags extends RoomFlags {
  replace?: boolean;
  renew?: boolean;
}

/**
 * Adds the commands.
 *
 * @param readConfig reads flags and environment, once they are parsed
 */
export function addCommands(program: Command, readConfig: () => Config): void {
  program
    .command("export")
    .configureHelp(STORE_HELP)
    .summary("write rooms to a file, as JSON Lines")
    .description(
      "Writes rooms with all that is kept of them, as JSON Lines. Servers may go on with Redis; the embedded store must be free.",
    )
    .argument("[file]", "where to; - is standard output", "-")
    .option("--rooms <names>", "these rooms alone, separated by commas")
    .action(async (file: string, { rooms }: RoomFlags) => {
      const { runExport } = await import("./export.ts");
      await runExport(readConfig(), file, readRooms(rooms));
    });
  program
    .command("import")
    .configureHelp(STORE_HELP)
    .summary("read what export wrote into this store")
    .description(
      "Reads what export wrote. Doing it twice changes nothing; a room that holds other messages is left as it is.",
    )
    .argument("[file]", "where from; - is standard input", "-")
    .option("--rooms <names>", "these rooms alone, separated by commas")
    .option("--replace", "put the archive's messages in the place of others that a room holds")
    .option("--renew", "keep histories for as long as if their last message had come now")
    .action(async (file: string, { rooms, replace, renew }: ImportFlags) => {
      const { runImport } = await import("./import.ts");
      const wishes = {
        only: readRooms(rooms),
        replace: replace === true,
        renew: renew === true,
      };
      if (!(await runImport(readConfig(), file, wishes))) process.exitCode = EXIT_FAILURE;
    });
}

const STORE_FLAGS = ["store", "redisUrl", "dataDir", "historyLimit", "historyTtlSeconds"];

/** The help of commands that work on a store: of the server's flags it names those that say which. */
const STORE_HELP = {
  showGlobalOptions: true,
  visibleGlobalOptions: ({ parent }: Command): Option[] =>
    (parent?.options ?? []).filter((flag) => STORE_FLAGS.includes(flag.attributeName())),
};

/** @throws ChatError `invalid_room` */
function readRooms(names: string | undefined): string[] | undefined {
  return names?.split(",").map((name) => parseRoomName(name.trim()));
}
