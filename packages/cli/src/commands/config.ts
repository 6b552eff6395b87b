// `chat config`: shows the settings and where each comes from, and changes the config file.

import { resolve } from "node:path";

import { cleanForTerminal, parseUsername } from "@chat/protocol";

import { readRooms } from "../arguments.ts";
import {
  changeConfigFile,
  configFilePath,
  readConfigFile,
  readConfigObject,
  type ConfigSection,
} from "../config-file.ts";
import { CONFIG_NAMES, SERVER_SETTINGS } from "../config-names.ts";
import { CommandError, ExitStatus } from "../exit-status.ts";
import { printLine } from "../output/standard-output.ts";
import { toTable } from "../output/table.ts";
import {
  findField,
  isValueOf,
  preferenceFields,
  toValuesWords,
} from "../preferences/preference-fields.ts";
import { Preferences } from "../preferences/preferences.ts";
import { readPreferences } from "../preferences/read-preferences.ts";
import { keyActions } from "../screen/key-actions.ts";
import { createKeyBindings, toKeyWords } from "../screen/key-bindings.ts";
import {
  findProfile,
  findRooms,
  findSettings,
  parseServer,
  type SettingFlags,
} from "../settings.ts";
import { readAllInput } from "../standard-input.ts";

/** Runs `chat config`. The token itself is not shown. @throws ChatError, CommandError */
export async function showConfig(flags: SettingFlags, { json }: { json?: boolean }): Promise<void> {
  const file = configFilePath();
  const config = readConfigFile(file);
  const found = findSettings(flags, process.env, () => config);
  const profile = findProfile(flags, process.env) ?? null;
  const profiles = [...(config.profiles?.keys() ?? [])];
  const rooms = findRooms(flags, process.env, () => config);
  const preferences = Preferences.read(process.env);
  const choices = preferenceFields.map(({ name }) => [name, preferences.find(name)] as const);
  if (json) {
    const settings = Object.fromEntries(
      Object.entries({ ...found, token: found.token && { ...found.token, value: "hidden" } }).map(
        ([name, setting]) => [name, setting ?? null],
      ),
    );
    const chosen = Object.fromEntries(choices);
    const all = { file, profile, profiles, ...settings, rooms: rooms ?? null };
    await printLine(JSON.stringify({ ...all, ...chosen }));
    return;
  }
  const rows = [
    ["server", found.server.value, found.server.from],
    ["user", found.user?.value ?? "none", found.user?.from ?? ""],
    ["token", found.token ? "hidden" : "none", found.token?.from ?? ""],
    ["rooms", rooms?.value.join(" ") ?? "none", rooms?.from ?? ""],
    ["profile", profile ?? "none", profiles.length > 0 ? `of ${profiles.join(", ")}` : ""],
    ...choices.map(([name, { value, from }]) => [name, value, from]),
    ["file", file, ""],
  ];
  for (const line of toTable(rows)) await printLine(cleanForTerminal(line));
}

/** Runs `chat config keys`: what keys can do, and the keys that do it. @throws CommandError */
export async function showKeys(): Promise<void> {
  const bindings = createKeyBindings(Preferences.read(process.env).keys);
  const rows = keyActions.map((action) => {
    const keys = [...bindings].filter(([, bound]) => bound === action).map(([key]) => key);
    return [action.name, keys.map(toKeyWords).join(", "), action.help];
  });
  for (const line of toTable(rows)) await printLine(line);
}

/** Runs `chat config get`: what the file holds; status 1 where it does not hold it. @throws CommandError */
export async function getConfig(flags: SettingFlags, name: string): Promise<number> {
  const value = readKept(flags, toField(name));
  if (value === undefined) return ExitStatus.failure;
  await printLine(typeof value === "string" ? value : value.join(" "));
  return ExitStatus.ok;
}

/** A preference is for all servers, whatever the profile. */
function readKept(flags: SettingFlags, field: string): string | readonly string[] | undefined {
  const path = configFilePath();
  const config = readConfigFile(path);
  if (findField(field)) {
    const { choices } = readPreferences(path, readConfigObject(path));
    return new Map(Object.entries(choices)).get(field);
  }
  const profile = findProfile(flags, process.env);
  const section = profile === undefined ? config : config.profiles?.get(profile);
  return section?.[field as keyof ConfigSection];
}

/** Runs `chat config set`. @throws ChatError, CommandError */
export async function setConfig(
  flags: SettingFlags,
  name: string,
  given: string | undefined,
): Promise<void> {
  const field = toField(name);
  const value = toValue(field, await readValue(field, given));
  changeConfigFile(configFilePath(), toProfile(flags, field), field, value);
}

/** Runs `chat config unset`. @throws CommandError */
export async function unsetConfig(flags: SettingFlags, name: string): Promise<void> {
  const field = toField(name);
  changeConfigFile(configFilePath(), toProfile(flags, field), field, undefined);
}

function toProfile(flags: SettingFlags, field: string): string | undefined {
  return findField(field) ? undefined : findProfile(flags, process.env);
}

function toField(name: string): string {
  const field = SERVER_SETTINGS.get(name) ?? findField(name)?.name;
  if (field !== undefined) return field;
  throw new CommandError(
    ExitStatus.usage,
    `there is no setting "${name}"; there are ${CONFIG_NAMES.join(", ")}`,
  );
}

/** A token comes from standard input alone: everybody on a machine sees the words of a running command. */
async function readValue(field: string, given: string | undefined): Promise<string> {
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

/** @throws CommandError `usage`, ChatError for a name or room that no server takes */
function toValue(field: string, text: string): string | string[] {
  const value = text.trim();
  if (value === "") throw new CommandError(ExitStatus.usage, "the value is empty; use `unset`");
  const choice = findField(field);
  if (choice !== undefined && !isValueOf(choice, value)) {
    throw new CommandError(
      ExitStatus.usage,
      `${field} is ${toValuesWords(choice)}, not "${value}"`,
    );
  }
  if (field === "server") return parseServer(value);
  if (field === "user") return parseUsername(value.normalize("NFC"));
  if (field === "rooms") return readRooms(value.split(/[\s,]+/));
  return field === "tokenFile" ? resolve(value) : value;
}
