// Who one is and which server one talks to: flags win over the environment, which wins over the config file.
// Knows nothing of commands and opens no connection.

import { readFileSync } from "node:fs";

import { DEFAULT_PORT, parseUsername } from "@chat/protocol";

import type { ConfigFile } from "./config-file.ts";
import { CommandError, ExitStatus } from "./exit-status.ts";

/** The flags that every command takes. */
export interface SettingFlags {
  server?: string;
  user?: string;
  tokenFile?: string;
}

/** Settings as a command uses them. */
export interface Settings {
  /** The server's address, `http://` or `https://`, without a slash at the end. */
  server: string;
  /** The name to post and join with, where one was given. */
  user: string | undefined;
  /** What the server asks for to let one in, where one was given. */
  token: string | undefined;
}

/** The address where nothing names another. */
export const DEFAULT_SERVER = `http://localhost:${DEFAULT_PORT}`;

/**
 * Settles the settings. The config file is read only for what neither flags nor environment say.
 *
 * @throws CommandError `usage` for an address, token file or config file that is of no use
 * @throws ChatError `invalid_username`
 */
export function resolveSettings(
  flags: SettingFlags,
  env: Readonly<Record<string, string | undefined>>,
  readConfig: () => ConfigFile,
): Settings {
  const server = flags.server ?? given(env["CHAT_SERVER"]);
  const user = flags.user ?? given(env["CHAT_USER"]);
  const config = server === undefined || user === undefined ? readConfig() : {};
  const name = user ?? given(config.user);
  return {
    server: parseServer(server ?? given(config.server) ?? DEFAULT_SERVER),
    user: name === undefined ? undefined : parseUsername(name.normalize("NFC")),
    token: readToken(flags, env),
  };
}

/**
 * The name to post or join with.
 *
 * @throws CommandError `usage` where none was given
 */
export function requireUser(settings: Settings): string {
  if (settings.user !== undefined) return settings.user;
  throw new CommandError(
    ExitStatus.usage,
    "who are you? Say it with --user NAME, or set CHAT_USER",
  );
}

function parseServer(text: string): string {
  const withScheme = /^[a-z][a-z\d+.-]*:\/\//i.test(text) ? text : `http://${text}`;
  let url: URL | undefined;
  try {
    url = new URL(withScheme);
  } catch {
    // Said below, as for the other kinds of a bad address.
  }
  if (
    url === undefined ||
    !/^https?:$/.test(url.protocol) ||
    url.hostname === "" ||
    url.pathname !== "/"
  ) {
    throw new CommandError(
      ExitStatus.usage,
      `"${text}" is not the address of a server; one looks like ${DEFAULT_SERVER}`,
    );
  }
  return url.origin;
}

/** The flag beats the environment, where a token said outright beats the name of a file. */
function readToken(
  flags: SettingFlags,
  env: Readonly<Record<string, string | undefined>>,
): string | undefined {
  const path =
    flags.tokenFile ?? (given(env["CHAT_TOKEN"]) ? undefined : given(env["CHAT_TOKEN_FILE"]));
  if (path === undefined) return given(env["CHAT_TOKEN"]);
  let text: string;
  try {
    text = readFileSync(path, "utf8").trim();
  } catch (error) {
    throw new CommandError(ExitStatus.usage, `the token file ${path} cannot be read`, {
      cause: error,
    });
  }
  if (text !== "") return text;
  throw new CommandError(ExitStatus.usage, `the token file ${path} is empty`);
}

/** An empty variable says as little as an absent one. */
function given(value: string | undefined): string | undefined {
  return value === undefined || value.trim() === "" ? undefined : value.trim();
}
