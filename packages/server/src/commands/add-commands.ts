// What `chat-server` does besides serving: its commands, each loaded when it is asked for.

import { parseRoomName } from "@chat/protocol";
import type { Command, Option } from "commander";

import { type Settings, parseConfig } from "../config.ts";

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
 * @param readSettings reads flags and environment, once they are parsed
 */
export function addCommands(program: Command, readSettings: () => Settings): void {
  const readConfig = () => parseConfig(readSettings());
  program
    .command("doctor")
    .summary("say whether a server could run here, and what to do")
    .description(
      "Looks at the settings, the store, the port and the limits that a server started like this would have, and says what to do. Leaves nothing behind.",
    )
    .configureHelp({ showGlobalOptions: true })
    .option("--json", "as one JSON object")
    .action(async ({ json }: { json?: boolean }) => {
      const { runDoctor } = await import("./doctor.ts");
      if (!(await runDoctor(readSettings(), json === true))) process.exitCode = EXIT_FAILURE;
    });
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
      await runExport(readConfig(), file, readRooms(rooms), say);
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
      if (!(await runImport(readConfig(), file, wishes, say))) process.exitCode = EXIT_FAILURE;
    });
}

/** Standard output may be what is exported. */
function say(sentence: string): void {
  process.stderr.write(`${sentence}\n`);
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
