// The config file: where it is, what it says of servers, and how it is changed. What it says of how the chat looks and
// behaves is in preferences/. Knows nothing of flags or the environment.

import { join } from "node:path";

import { isRoomName } from "@chat/protocol";
import envPaths from "env-paths";

import { CommandError, ExitStatus } from "./exit-status.ts";
import { isObject, readJsonFile, replaceFile, type JsonObject } from "./json-file.ts";

/** What is kept for one server. */
export interface ConfigSection {
  server?: string;
  user?: string;
  /** The token itself. */
  token?: string;
  /** A file that holds the token. */
  tokenFile?: string;
  /** The rooms that `chat` alone opens. */
  rooms?: readonly string[];
}

/** What the config file says of servers. Other fields are left alone. */
export interface ConfigFile extends ConfigSection {
  /** Sections by name, for those who use several servers. */
  profiles?: ReadonlyMap<string, ConfigSection>;
}

/** The fields of a section that hold a text. */
const SECTION_FIELDS = ["server", "user", "token", "tokenFile"] as const;

const PROFILE_NAME = /^[a-z\d][\w.-]{0,63}$/i;

/** The config file's path: `~/.config/chat/config.json` on Linux, the like elsewhere. */
export function configFilePath(): string {
  return join(envPaths("chat", { suffix: "" }).config, "config.json");
}

/** Whether a profile may have this name: up to 64 ASCII letters, digits, `_`, `.` and `-`. */
export function isProfileName(text: string): boolean {
  return PROFILE_NAME.test(text);
}

/**
 * Reads what the config file says of servers; an empty object where there is none.
 *
 * @throws CommandError `usage` where it cannot be read or is not what it should be
 */
export function readConfigFile(path: string): ConfigFile {
  const value = readConfigObject(path);
  const config: ConfigFile = readSection(path, value);
  const { profiles } = value;
  if (profiles === undefined) return config;
  if (!isObject(profiles)) throw badConfig(path, `"profiles" does not hold an object`);
  const entries = Object.entries(profiles).map(([name, section]): [string, ConfigSection] => {
    if (!isObject(section)) throw badConfig(path, `the profile "${name}" is not an object`);
    return [name, readSection(path, section)];
  });
  return { ...config, profiles: new Map(entries) };
}

/** The whole of the config file. @throws CommandError `usage` where it cannot be read or is no object */
export function readConfigObject(path: string): JsonObject {
  try {
    return readJsonFile(path);
  } catch (error) {
    throw badConfig(path, error instanceof Error ? error.message : String(error), error);
  }
}

/**
 * Changes a field of the config file, or of one of its profiles; undefined takes it out. The file is replaced in one
 * step and readable by its owner alone.
 *
 * @throws CommandError `usage` where the file is of no use, `failure` where it cannot be written
 */
export function changeConfigFile(
  path: string,
  profile: string | undefined,
  field: string,
  value: unknown,
): void {
  readConfigFile(path);
  const whole = readConfigObject(path);
  const profiles = isObject(whole["profiles"]) ? whole["profiles"] : {};
  const section = profile === undefined ? whole : toObject(profiles[profile]);
  if (value === undefined) delete section[field];
  else section[field] = value;
  if (profile !== undefined) {
    if (Object.keys(section).length > 0) profiles[profile] = section;
    else delete profiles[profile];
    whole["profiles"] = profiles;
  }
  try {
    replaceFile(path, `${JSON.stringify(whole, null, 2)}\n`);
  } catch (error) {
    const why = (error as NodeJS.ErrnoException).code ?? String(error);
    throw new CommandError(ExitStatus.failure, `${path} cannot be written (${why})`, {
      cause: error,
    });
  }
}

/** What to throw where the config file is not what it should be: one line that names it. */
export function badConfig(path: string, why: string, cause?: unknown): CommandError {
  return new CommandError(ExitStatus.usage, `the config file ${path} is of no use: ${why}`, {
    cause,
  });
}

function readSection(path: string, value: JsonObject): ConfigSection {
  const section: ConfigSection = {};
  for (const name of SECTION_FIELDS) {
    const field = value[name];
    if (field === undefined) continue;
    if (typeof field !== "string") throw badConfig(path, `"${name}" is not a text`);
    section[name] = field;
  }
  const { rooms } = value;
  if (rooms === undefined) return section;
  if (!Array.isArray(rooms)) throw badConfig(path, `"rooms" is not a list of rooms`);
  const bad = rooms.find((room) => !isRoomName(room));
  if (bad !== undefined) throw badConfig(path, `"rooms" holds ${JSON.stringify(bad)}, no room`);
  return { ...section, rooms };
}

function toObject(value: unknown): JsonObject {
  return isObject(value) ? value : {};
}
