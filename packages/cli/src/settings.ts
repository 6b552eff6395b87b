// Who one is and which server one talks to: flags win over the environment, which wins over the config file.
// Knows nothing of commands and opens no connection.

import { readFileSync } from "node:fs";

import { DEFAULT_PORT, parseUsername } from "@chat/protocol";

import { isProfileName, type ConfigFile, type ConfigSection } from "./config-file.ts";
import { CommandError, ExitStatus } from "./exit-status.ts";

/** The flags that every command takes. */
export interface SettingFlags {
  server?: string;
  user?: string;
  tokenFile?: string;
  roomPasswordFile?: string;
  profile?: string;
}

/** The variables of the environment. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** Settings as a command uses them. */
export interface Settings {
  /** The server's address, `http://` or `https://`, without a slash at the end. */
  server: string;
  /** The name to post and join with, where one was given. */
  user: string | undefined;
  /** What the server asks for to let one in, where one was given. */
  token: string | undefined;
  /** What proves that names are one's own, where it was asked for: see `withSecret`. */
  secret?: string;
  /** The password of private rooms, where one was given. */
  roomPassword?: string;
}

/** A value, and for people where it comes from: `--server`, `CHAT_SERVER`, `config file`, `default`. */
export interface Found {
  value: string;
  from: string;
}

/** Settings with their sources. */
export interface FoundSettings {
  server: Found;
  user: Found | undefined;
  token: Found | undefined;
}

/** The address where nothing names another. */
export const DEFAULT_SERVER = `http://localhost:${DEFAULT_PORT}`;

/**
 * Settles the settings. The config file is read only for what neither flags nor environment say.
 *
 * @throws CommandError `usage` for an address, token file, profile or config file that is of no use
 * @throws ChatError `invalid_username`
 */
export function resolveSettings(
  flags: SettingFlags,
  env: Environment,
  readConfig: () => ConfigFile,
): Settings {
  const { server, user, token } = findSettings(flags, env, readConfig);
  const password = findRoomPassword(flags, env);
  return {
    ...{ server: server.value, user: user?.value, token: token?.value },
    ...(password !== undefined && { roomPassword: password }),
  };
}

function findRoomPassword(flags: SettingFlags, env: Environment): string | undefined {
  const file = flags.roomPasswordFile;
  if (file === undefined) return env["CHAT_ROOM_PASSWORD"] || undefined;
  return readSecretFile("password file", file);
}

/** The same, with where each value comes from. @throws as {@link resolveSettings} */
export function findSettings(
  flags: SettingFlags,
  env: Environment,
  readConfig: () => ConfigFile,
): FoundSettings {
  const given = {
    server: findGiven(flags.server, "--server", env, "CHAT_SERVER"),
    user: findGiven(flags.user, "--user", env, "CHAT_USER"),
    token: findGivenToken(flags, env),
  };
  const profile = findProfile(flags, env);
  const settled = given.server && given.user && given.token && profile === undefined;
  const { section, from } = settled ? NOTHING : findSection(readConfig(), profile);
  const kept = toFound(section.server, from);
  const server = given.server ?? kept ?? { value: DEFAULT_SERVER, from: "default" };
  const user = given.user ?? toFound(section.user, from);
  const address = parseServer(server.value);
  return {
    server: { ...server, value: address },
    user: user && { ...user, value: parseUsername(user.value.normalize("NFC")) },
    // A token is for the server it is kept with: no other one is ever shown it.
    token:
      given.token ??
      (address === parseServer(kept?.value ?? DEFAULT_SERVER)
        ? findKeptToken(section, from)
        : undefined),
  };
}

/**
 * The rooms that `chat` alone opens, where there are any, and where that is said.
 *
 * @throws CommandError `usage` for a profile or config file that is of no use
 */
export function findRooms(
  flags: SettingFlags,
  env: Environment,
  readConfig: () => ConfigFile,
): { value: readonly string[]; from: string } | undefined {
  const { section, from } = findSection(readConfig(), findProfile(flags, env));
  return section.rooms?.length ? { value: section.rooms, from } : undefined;
}

const NOTHING: { section: ConfigSection; from: string } = { section: {}, from: "" };

/**
 * The profile that is in use, where one is.
 *
 * @throws CommandError `usage` for what no profile is called
 */
export function findProfile(flags: SettingFlags, env: Environment): string | undefined {
  const profile = findGiven(flags.profile, "--profile", env, "CHAT_PROFILE");
  if (profile === undefined || isProfileName(profile.value)) return profile?.value;
  throw new CommandError(
    ExitStatus.usage,
    `"${profile.value}" is no name of a profile: letters, digits, "-", "_" and "." make one`,
  );
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
    "who are you? Say it with --user NAME or CHAT_USER, or keep it: `chat config set user NAME`",
  );
}

/** The address as all requests take it. @throws CommandError `usage` */
export function parseServer(text: string): string {
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

/** A profile has what it holds, and besides that only the name from outside the profiles. */
function findSection(
  config: ConfigFile,
  profile: string | undefined,
): { section: ConfigSection; from: string } {
  if (profile === undefined) return { section: config, from: "config file" };
  const section = config.profiles?.get(profile);
  if (section !== undefined) {
    const user = section.user ?? config.user;
    return {
      section: { ...section, ...(user !== undefined && { user }) },
      from: `profile ${profile}`,
    };
  }
  throw new CommandError(
    ExitStatus.usage,
    `there is no profile ${profile}; make it with \`chat config set server ADDRESS --profile ${profile}\``,
  );
}

/** The flag beats the environment, where a token said outright beats the name of a file. */
function findGivenToken(flags: SettingFlags, env: Environment): Found | undefined {
  if (flags.tokenFile !== undefined) return readTokenFile(flags.tokenFile, "--token-file");
  const outright = toFound(env["CHAT_TOKEN"], "CHAT_TOKEN");
  const path = toFound(env["CHAT_TOKEN_FILE"], "CHAT_TOKEN_FILE");
  return outright ?? (path && readTokenFile(path.value, path.from));
}

function findKeptToken(section: ConfigSection, from: string): Found | undefined {
  const path = toFound(section.tokenFile, from);
  return toFound(section.token, from) ?? (path && readTokenFile(path.value, from));
}

function readTokenFile(path: string, from: string): Found {
  return { value: readSecretFile("token file", path), from };
}

function readSecretFile(what: string, path: string): string {
  let text: string;
  try {
    text = readFileSync(path, "utf8").trim();
  } catch (error) {
    throw new CommandError(ExitStatus.usage, `the ${what} ${path} cannot be read`, {
      cause: error,
    });
  }
  if (text !== "") return text;
  throw new CommandError(ExitStatus.usage, `the ${what} ${path} is empty`);
}

function findGiven(
  flag: string | undefined,
  flagName: string,
  env: Environment,
  variable: string,
): Found | undefined {
  return flag === undefined ? toFound(env[variable], variable) : { value: flag, from: flagName };
}

/** An empty text says as little as an absent one. */
function toFound(value: string | undefined, from: string): Found | undefined {
  return value === undefined || value.trim() === "" ? undefined : { value: value.trim(), from };
}
