// The command `chat-server`: flags and environment in, a running server out, an orderly end on a signal.

import { readFileSync } from "node:fs";

import { DEFAULT_PORT } from "@chat/protocol";
import closeWithGrace from "close-with-grace";
import { Command, Option } from "commander";
import { type Logger, pino } from "pino";
import pretty from "pino-pretty";

import { type RunningServer, startServer } from "./compose.ts";
import { type Config, ConfigError, type Settings, parseConfig } from "./config.ts";
import { StartError } from "./open-store.ts";

/** How long an orderly end may take, in milliseconds. */
const CLOSE_WITHIN_MS = 9_000;
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
  ["CHAT_TOKEN_FILE", "--token-file <path>", "file with tokens, one a line; read anew on a change"],
  ["ALLOWED_ORIGINS", "--allowed-origins <list>", "other pages that may connect, or *"],
  ["LOG_LEVEL", "--log-level <level>", "fatal, error, warn, info, debug, trace or silent (info)"],
  ["RATE_LIMITS", "--rate-limits <switch>", "on or off (on)"],
];

/** Runs the command until a signal ends it. */
export async function main(argv: readonly string[]): Promise<void> {
  const { version } = JSON.parse(
    readFileSync(new URL("../package.json", import.meta.url), "utf8"),
  ) as { version: string };
  const command = new Command("chat-server")
    .description("The chat's server. Every flag has a variable of the same meaning; flags win.")
    .version(version)
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
  command.parse(argv);
  const given = command.opts<Record<string, string>>();
  const settings: Settings = Object.fromEntries(
    flags.flatMap(([setting, name]) => {
      const value = given[name];
      return value === undefined ? [] : [[setting, value]];
    }),
  );

  let config: Config;
  try {
    config = parseConfig({ ...process.env, ...settings });
  } catch (error) {
    if (error instanceof ConfigError) return end(error.message, EXIT_USAGE);
    throw error;
  }
  const log = createLog(config);
  try {
    const server = await startServer(config, log);
    greet(server, log);
    closeWithGrace({ delay: CLOSE_WITHIN_MS, logger: false }, async ({ err, signal }) => {
      if (err) log.fatal({ err }, "The server ends after a fault");
      else log.info(`${signal ?? "Asked to stop"}: finishing, then closing`);
      await server.close();
      log.info("Closed");
    });
  } catch (error) {
    if (error instanceof StartError) return end(error.message, EXIT_FAILURE);
    throw error;
  }
}

/** Lines of JSON for programs, lines of text for a person at a terminal. */
function createLog({ logLevel }: Config): Logger {
  const options = { level: logLevel, base: null, timestamp: pino.stdTimeFunctions.isoTime };
  if (!process.stdout.isTTY) return pino(options);
  const stream = pretty({
    translateTime: "SYS:HH:MM:ss",
    ignore: "pid,hostname,store,directory,redis,mode,page,join",
    sync: true,
  });
  return pino(options, stream);
}

/** Says where the page is, and which command joins from a terminal. */
function greet({ host, port }: RunningServer, log: Logger): void {
  const everywhere = host === "0.0.0.0" || host === "::";
  const shown = everywhere || host === "127.0.0.1" ? "localhost" : host;
  const page = `http://${shown.includes(":") ? `[${shown}]` : shown}:${port}`;
  const server = page === `http://localhost:${DEFAULT_PORT}` ? "" : ` --server ${page}`;
  const join = `npx chat join general --user <name>${server}`;
  log.info({ page, join }, `The page is at ${page} · from a terminal: ${join}`);
}

function end(message: string, status: number): void {
  process.stderr.write(`chat-server: ${message}\n`);
  process.exitCode = status;
}
