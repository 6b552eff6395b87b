// What `chat config` keeps, as people call it. Knows no file.

import type { ConfigSection } from "./config-file.ts";
import { preferenceFields } from "./preferences/preference-fields.ts";

/** What may be kept for a server, and the field of the config file it is kept in. */
export const SERVER_SETTINGS: ReadonlyMap<string, keyof ConfigSection> = new Map([
  ["server", "server"],
  ["user", "user"],
  ["token", "token"],
  ["token-file", "tokenFile"],
  ["rooms", "rooms"],
]);

/** The names that `get`, `set` and `unset` take. */
export const CONFIG_NAMES: readonly string[] = [
  ...SERVER_SETTINGS.keys(),
  ...preferenceFields.map(({ name }) => name),
];
