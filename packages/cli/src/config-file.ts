// The config file: where it is and what it holds. It is only read. Knows nothing of flags or the environment.

import { readFileSync } from "node:fs";
import { join } from "node:path";

import envPaths from "env-paths";

import { CommandError, ExitStatus } from "./exit-status.ts";

/** What the config file may hold. Other fields are left alone. */
export interface ConfigFile {
  server?: string;
  user?: string;
}

/** The config file's path: `~/.config/chat/config.json` on Linux, the like elsewhere. */
export function configFilePath(): string {
  return join(envPaths("chat", { suffix: "" }).config, "config.json");
}

/**
 * Reads the config file; an empty object where there is none.
 *
 * @throws CommandError `usage` where it cannot be read or is not what it should be
 */
export function readConfigFile(path: string): ConfigFile {
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
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw badFile(path, "it does not hold an object");
  }
  const config: ConfigFile = {};
  for (const name of ["server", "user"] as const) {
    const field = (value as Record<string, unknown>)[name];
    if (field === undefined) continue;
    if (typeof field !== "string") throw badFile(path, `"${name}" is not a text`);
    config[name] = field;
  }
  return config;
}

function badFile(path: string, why: string, cause?: unknown): CommandError {
  return new CommandError(ExitStatus.usage, `the config file ${path} is of no use: ${why}`, {
    cause,
  });
}
