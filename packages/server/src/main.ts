// The command `chat-server`: flags and environment in, what was asked for out.

import { ChatError, DEFAULT_PORT } from "@chat/protocol";
import { Command, Option } from "commander";

import { addCommands } from "./commands/add-commands.ts";
import { CommandFailure } from "./commands/command-failure.ts";
import { ConfigError, type Settings, parseConfig } from "./config.ts";
import { VERSION } from "./installation.ts";
import { StartError } from "./open-store.ts";
import { serve } from "./serve.ts";

const EXIT_FAILURE = 1;
const EXIT_USAGE = 2;

/** The flags, by the setting each stands for. */
const FLAGS: readonly [setting: string, flag: string, help: string][] = [
  ["PORT", "--port <number>", `port to listen on (${DEFAULT_PORT})`],
  ["HOST", "--host <address>", "address to listen on (127.0.0.1; 0.0.0.0 for every network)"],
  ["REDIS_URL", "--redis-url <url>", "Redis to use; several nodes separated by commas"],
  ["STORE", "--store <kind>", "auto, redis or embedded (auto)"],
  ["DATA_DIR", "--data-dir <path>", "directory of the embedded store (./chat-data)"],
  ["HISTORY_LIMIT", "--history-limit <number>", "messages kept of each room (100)"],
  [
    "HISTORY_TTL_SECONDS",
    "--history-ttl-seconds <number>",
    "how long a quiet room is kept (86400)",
  ],
  [
    "NAME_CLAIM_TTL",
    "--name-claim-ttl <seconds>",
    "how long a name stays its owner's after its last use (HISTORY_TTL_SECONDS)",
  ],
  ["CHAT_TOKEN_FILE", "--token-file <path>", "file with tokens, one a line; read anew on a change"],
  ["ALLOWED_ORIGINS", "--allowed-origins <list>", "other pages that may connect, or *"],
  ["TRUST_PROXY", "--trust-proxy <who>", "proxies to believe: how many, or addresses (none)"],
  ["OPERATORS", "--operators <list>", "names of those who may moderate"],
  ["LOG_LEVEL", "--log-level <level>", "fatal, error, warn, info, debug, trace or silent (info)"],
  ["RATE_LIMITS", "--rate-limits <switch>", "on or off (on)"],
  ["LIMITS", "--limits <list>", "limits that are to differ, such as messages=60/12,rooms=500"],
];

/** Runs the command: the server until a signal ends it, where no other is named. */
export async function main(argv: readonly string[]): Promise<void> {
  const command = new Command("chat-server")
    .description("The chat's server. Every flag has a variable of the same meaning; flags win.")
    .version(VERSION)
    .addHelpText(
      "after",
      `\nOnly from the environment: CHAT_TOKEN, tokens, separated by commas: everybody must bring one.`,
    )
    .exitOverride((error) => process.exit(error.exitCode === 0 ? 0 : EXIT_USAGE));
  const flags = FLAGS.map(([setting, flag, help]) => {
    const option = new Option(flag, `${help} [${setting}]`);
    command.addOption(option);
    return [setting, option.attributeName()] as const;
  });
  const readSettings = (): Settings => {
    const given = command.opts<Record<string, string>>();
    const settings = flags.flatMap(([setting, name]) => {
      const value = given[name];
      return value === undefined ? [] : [[setting, value] as const];
    });
    return { ...process.env, ...Object.fromEntries(settings) };
  };
  command.action(() => serve(parseConfig(readSettings())));
  addCommands(command, readSettings);
  try {
    await command.parseAsync(argv);
  } catch (error) {
    if (error instanceof ConfigError) return end(error.message, EXIT_USAGE);
    if (isForPeople(error)) return end(error.message, EXIT_FAILURE);
    throw error;
  }
}

/** Whether the message says all that a person needs to know. */
function isForPeople(error: unknown): error is Error {
  return [StartError, CommandFailure, ChatError].some((type) => error instanceof type);
}

function end(message: string, status: number): void {
  process.stderr.write(`chat-server: ${message}\n`);
  process.exitCode = status;
}
