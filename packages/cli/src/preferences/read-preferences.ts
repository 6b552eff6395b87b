// What the config file says of how the chat looks and behaves, checked. Knows neither where the file is nor how it is
// changed.

import { badConfig } from "../config-file.ts";
import { isObject, type JsonObject } from "../json-file.ts";
import { isActionName, parseKey } from "../screen/key-bindings.ts";
import {
  isValueOf,
  NOTIFY_LEVELS,
  preferenceFields,
  toValuesWords,
  type Choices,
  type NotifyLevel,
} from "./preference-fields.ts";

/** What the file says. */
export interface KeptPreferences {
  choices: Partial<Choices>;
  /** What keys do, by the name of an action, in place of what they usually do. */
  keys: ReadonlyMap<string, string>;
  /** People whose messages are not shown. */
  ignored: readonly string[];
  /** Rooms whose news are not counted. */
  muted: readonly string[];
  /** What is announced in single rooms. */
  notifyRooms: ReadonlyMap<string, NotifyLevel>;
}

/**
 * Reads the preferences in a config file's object.
 *
 * @param path how the file is called where something is wrong
 * @throws CommandError `usage` that names the file, the key and what it may be
 */
export function readPreferences(path: string, object: JsonObject): KeptPreferences {
  return {
    choices: readChoices(path, object),
    keys: readKeys(path, object["keys"]),
    ignored: readNames(path, object, "ignored"),
    muted: readNames(path, object, "muted"),
    notifyRooms: readNotifyRooms(path, object["notifyRooms"]),
  };
}

function readChoices(path: string, object: JsonObject): Partial<Choices> {
  const choices: Record<string, unknown> = {};
  for (const field of preferenceFields) {
    const value = object[field.name];
    if (value === undefined) continue;
    if (!isValueOf(field, value)) {
      const words = `"${field.name}" is ${toValuesWords(field)}, not ${JSON.stringify(value)}`;
      throw badConfig(path, words);
    }
    choices[field.name] = value;
  }
  return choices;
}

function readKeys(path: string, value: unknown): ReadonlyMap<string, string> {
  const keys = new Map<string, string>();
  if (value === undefined) return keys;
  if (!isObject(value)) throw badConfig(path, `"keys" does not hold an object`);
  for (const [written, action] of Object.entries(value)) {
    const key = parseKey(written);
    if (key === undefined) throw badConfig(path, `"keys" names ${JSON.stringify(written)}, no key`);
    if (typeof action !== "string" || !isActionName(action)) {
      const what = `"keys" gives "${written}" ${JSON.stringify(action)}`;
      throw badConfig(path, `${what}, which is no action; \`chat config keys\` lists them`);
    }
    keys.set(key, action);
  }
  return keys;
}

function readNames(path: string, object: JsonObject, name: string): readonly string[] {
  const value = object[name] ?? [];
  if (Array.isArray(value) && value.every((item) => typeof item === "string")) return value;
  throw badConfig(path, `"${name}" is not a list of names`);
}

function readNotifyRooms(path: string, value: unknown): ReadonlyMap<string, NotifyLevel> {
  const rooms = new Map<string, NotifyLevel>();
  if (value === undefined) return rooms;
  if (!isObject(value)) throw badConfig(path, `"notifyRooms" does not hold an object`);
  for (const [room, level] of Object.entries(value)) {
    const known = NOTIFY_LEVELS.find((one) => one === level);
    if (known === undefined) {
      const what = `"notifyRooms" gives "${room}" ${JSON.stringify(level)}`;
      throw badConfig(path, `${what}, which is none of ${NOTIFY_LEVELS.join(", ")}`);
    }
    rooms.set(room, known);
  }
  return rooms;
}
