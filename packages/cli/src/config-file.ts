// The config file: where it is, what it holds, and how it is changed. Knows nothing of flags or the environment.

import {
  chmodSync,
  closeSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  writeSync,
} from "node:fs";
import { dirname, join } from "node:path";

import envPaths from "env-paths";

import { CommandError, ExitStatus } from "./exit-status.ts";

/** What is kept for one server. */
export interface ConfigSection {
  server?: string;
  user?: string;
  /** The token itself. */
  token?: string;
  /** A file that holds the token. */
  tokenFile?: string;
}

/** What the config file may hold. Other fields are left alone. */
export interface ConfigFile extends ConfigSection {
  /** Sections by name, for those who use several servers. */
  profiles?: ReadonlyMap<string, ConfigSection>;
}

/** The fields of a section. */
export const SECTION_FIELDS = ["server", "user", "token", "tokenFile"] as const;

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
 * Reads the config file; an empty object where there is none.
 *
 * @throws CommandError `usage` where it cannot be read or is not what it should be
 */
export function readConfigFile(path: string): ConfigFile {
  const value = readObject(path);
  const config: ConfigFile = readSection(path, value);
  const { profiles } = value;
  if (profiles === undefined) return config;
  if (!isObject(profiles)) throw badFile(path, `"profiles" does not hold an object`);
  const entries = Object.entries(profiles).map(([name, section]): [string, ConfigSection] => {
    if (!isObject(section)) throw badFile(path, `the profile "${name}" is not an object`);
    return [name, readSection(path, section)];
  });
  return { ...config, profiles: new Map(entries) };
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
  field: keyof ConfigSection,
  value: string | undefined,
): void {
  readConfigFile(path);
  const whole = readObject(path);
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

/** Whoever reads it meanwhile sees the old one or the new one, whole. A link to it stays one. */
function replaceFile(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  const target = existing(path);
  const draft = `${target}.${process.pid}.tmp`;
  try {
    const file = openSync(draft, "wx", 0o600);
    try {
      chmodSync(draft, 0o600);
      writeSync(file, text);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    renameSync(draft, target);
  } catch (error) {
    rmSync(draft, { force: true });
    throw error;
  }
}

function existing(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}

function readObject(path: string): Record<string, unknown> {
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === "ENOENT" || code === "ENOTDIR") return {};
    throw badFile(path, code === "EACCES" ? "it may not be read" : "it cannot be read", error);
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw badFile(path, "it is not JSON", error);
  }
  if (isObject(value)) return value;
  throw badFile(path, "it does not hold an object");
}

function readSection(path: string, value: Record<string, unknown>): ConfigSection {
  const section: ConfigSection = {};
  for (const name of SECTION_FIELDS) {
    const field = value[name];
    if (field === undefined) continue;
    if (typeof field !== "string") throw badFile(path, `"${name}" is not a text`);
    section[name] = field;
  }
  return section;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function toObject(value: unknown): Record<string, unknown> {
  return isObject(value) ? value : {};
}

function badFile(path: string, why: string, cause?: unknown): CommandError {
  return new CommandError(ExitStatus.usage, `the config file ${path} is of no use: ${why}`, {
    cause,
  });
}
