// `chat config`: shows the settings and where each comes from, and changes the config file.

import { resolve } from "node:path";

import { cleanForTerminal, parseUsername } from "@chat/protocol";

import {
  changeConfigFile,
  configFilePath,
  readConfigFile,
  type ConfigSection,
} from "../config-file.ts";
import { CommandError, ExitStatus } from "../exit-status.ts";
import { printLine } from "../output/standard-output.ts";
import { toTable } from "../output/table.ts";
import { findProfile, findSettings, parseServer, type SettingFlags } from "../settings.ts";
import { readAllInput } from "../standard-input.ts";

/** What may be kept, as people call it, and the field of the file it is kept in. */
const FIELDS = new Map<string, keyof ConfigSection>([
  ["server", "server"],
  ["user", "user"],
  ["token", "token"],
  ["token-file", "tokenFile"],
]);

/** The names that `get`, `set` and `unset` take. */
export const CONFIG_NAMES = [...FIELDS.keys()];

/** Runs `chat config`. The token itself is not shown. @throws ChatError, CommandError */
export async function showConfig(flags: SettingFlags, { json }: { json?: boolean }): Promise<void> {
  const file = configFilePath();
  const config = readConfigFile(file);
  const found = findSettings(flags, process.env, () => config);
  const profile = findProfile(flags, process.env) ?? null;
  const profiles = [...(config.profiles?.keys() ?? [])];
  if (json) {
    const settings = Object.fromEntries(
      Object.entries({ ...found, token: found.token && { ...found.token, value: "hidden" } }).map(
        ([name, setting]) => [name, setting ?? null],
      ),
    );
    await printLine(JSON.stringify({ file, profile, profiles, ...settings }));
    return;
  }
  const rows = [
    ["server", found.server.value, found.server.from],
    ["user", found.user?.value ?? "none", found.user?.from ?? ""],
    ["token", found.token ? "hidden" : "none", found.token?.from ?? ""],
    ["profile", profile ?? "none", profiles.length > 0 ? `of ${profiles.join(", ")}` : ""],
    ["file", file, ""],
  ];
  for (const line of toTable(rows)) await printLine(cleanForTerminal(line));
}

/** Runs `chat config get`: what the file holds; status 1 where it does not hold it. @throws CommandError */
export async function getConfig(flags: SettingFlags, name: string): Promise<number> {
  const field = toField(name);
  const profile = findProfile(flags, process.env);
  const config = readConfigFile(configFilePath());
  const section = profile === undefined ? config : config.profiles?.get(profile);
  const value = section?.[field];
  if (value === undefined) return ExitStatus.failure;
  await printLine(value);
  return ExitStatus.ok;
}

/** Runs `chat config set`. @throws ChatError, CommandError */
export async function setConfig(
  flags: SettingFlags,
  name: string,
  given: string | undefined,
): Promise<void> {
  const field = toField(name);
  const value = toValue(field, await readValue(field, given));
  changeConfigFile(configFilePath(), findProfile(flags, process.env), field, value);
}

/** Runs `chat config unset`. @throws CommandError */
export async function unsetConfig(flags: SettingFlags, name: string): Promise<void> {
  changeConfigFile(configFilePath(), findProfile(flags, process.env), toField(name), undefined);
}

function toField(name: string): keyof ConfigSection {
  const field = FIELDS.get(name);
  if (field !== undefined) return field;
  throw new CommandError(
    ExitStatus.usage,
    `there is no setting "${name}"; there are ${CONFIG_NAMES.join(", ")}`,
  );
}

/** A token comes from standard input alone: everybody on a machine sees the words of a running command. */
async function readValue(field: keyof ConfigSection, given: string | undefined): Promise<string> {
  if (field !== "token") {
    if (given !== undefined) return given;
    throw new CommandError(ExitStatus.usage, "which value? `chat config set NAME VALUE`");
  }
  if (given !== undefined || process.stdin.isTTY) {
    throw new CommandError(
      ExitStatus.usage,
      "pipe the token in, so that nobody sees it: `chat config set token < FILE`",
    );
  }
  return await readAllInput(process.stdin);
}

function toValue(field: keyof ConfigSection, text: string): string {
  const value = text.trim();
  if (value === "") throw new CommandError(ExitStatus.usage, "the value is empty; use `unset`");
  if (field === "server") return parseServer(value);
  if (field === "user") return parseUsername(value.normalize("NFC"));
  return field === "tokenFile" ? resolve(value) : value;
}
