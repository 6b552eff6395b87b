// What makes one's names one's own: a secret for each server, in a file beside the config file. Only what every command
// needs is here; what makes secrets is loaded when one is made.

import { dirname, join } from "node:path";

import { isSecret } from "@chat/protocol";

import { configFilePath } from "../config-file.ts";
import { CommandError, ExitStatus } from "../exit-status.ts";
import { isObject, readJsonFile } from "../json-file.ts";
import type { Environment, Settings } from "../settings.ts";

/** The file's content. */
export interface Identity {
  /** What the secrets for further servers are made of. It is shown to none. */
  root: string;
  /** The secret for each server that was used so far, by {@link toServerName}. */
  servers: ReadonlyMap<string, string>;
}

/** What `CHAT_IDENTITY_FILE` says where names are to be used without owning them. */
const NO_IDENTITY = "none";

/** The identity file's path; undefined where none is wanted. */
export function identityFilePath(env: Environment): string | undefined {
  const given = env["CHAT_IDENTITY_FILE"]?.trim();
  if (given === NO_IDENTITY) return undefined;
  return given || join(dirname(configFilePath()), "identity.json");
}

/**
 * What a server is called in the file: its address. All names of this machine for itself count as one.
 *
 * @param server an address as settings have it
 */
export function toServerName(server: string): string {
  return server.replace(/^(https?:\/\/)(?:127\.0\.0\.1|\[::1\])(?=:|$)/, "$1localhost");
}

/**
 * Reads the identity; undefined where there is none yet.
 *
 * @throws CommandError `usage` where the file cannot be read or is not what it should be: it is never replaced by itself
 */
export function readIdentity(path: string): Identity | undefined {
  try {
    const fields = readJsonFile(path);
    return Object.keys(fields).length === 0 ? undefined : toIdentity(fields);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new CommandError(
      ExitStatus.usage,
      `the identity file ${path} is of no use: ${why}. Put a copy of it back, or see \`chat identity import --help\``,
      { cause: error },
    );
  }
}

/** The identity that a parsed file holds. @throws Error that says in a few words what is wrong with it */
export function toIdentity(fields: Readonly<Record<string, unknown>>): Identity {
  const { root, servers = {} } = fields;
  if (!isSecret(root)) throw new Error(`"root" is no secret`);
  if (!isObject(servers)) throw new Error(`"servers" does not hold an object`);
  const secrets = Object.entries(servers).map(([server, secret]): [string, string] => {
    if (!isSecret(secret)) throw new Error(`what it holds for ${server} is no secret`);
    return [server, secret];
  });
  return { root, servers: new Map(secrets) };
}

/**
 * Settings with the secret for their server, made at first use. Without one where no identity is wanted, or where it
 * could not be kept: a secret that is gone tomorrow would keep its owner out of their own names.
 *
 * @throws CommandError `usage` where the file is of no use
 */
export async function withSecret(settings: Settings, env: Environment): Promise<Settings> {
  const path = identityFilePath(env);
  if (path === undefined) return settings;
  const server = toServerName(settings.server);
  const identity = readIdentity(path);
  const known = identity?.servers.get(server);
  if (known !== undefined) return { ...settings, secret: known };
  const { makeSecret } = await import("./make-secret.ts");
  const secret = makeSecret(path, server);
  return secret === undefined ? settings : { ...settings, secret };
}
