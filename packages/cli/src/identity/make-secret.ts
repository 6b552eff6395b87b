// The making of identities and secrets, and the changing of the identity file.

import { createHash, createHmac, randomBytes } from "node:crypto";

import { createFile, replaceFile } from "../json-file.ts";
import { readIdentity, type Identity } from "./identity-file.ts";

const ROOT_BYTES = 32;

/**
 * The secret for a server, kept in the file. It is made of the root and the server's name: no server learns what another
 * one knows one by, and a device that has the same root needs no further exchange.
 *
 * @param server see `toServerName`
 * @returns undefined where the file could not be made
 * @throws CommandError `usage` where the file is of no use
 */
export function makeSecret(path: string, server: string): string | undefined {
  const identity = readIdentity(path) ?? createIdentity(path);
  if (identity === undefined) return undefined;
  const secret = deriveSecret(identity.root, server);
  try {
    writeIdentity(path, { ...identity, servers: new Map(identity.servers).set(server, secret) });
  } catch {
    // Kept so that the next start is quicker; it would come out the same.
  }
  return secret;
}

/** The identity in the file, made where there is none: of several processes that make it at once one does. */
export function createIdentity(path: string): Identity | undefined {
  const fresh = { root: randomBytes(ROOT_BYTES).toString("base64url"), servers: new Map() };
  try {
    createFile(path, toText(fresh));
  } catch {
    // A folder that nothing can be written to.
    return undefined;
  }
  return readIdentity(path);
}

/** Replaces what the file holds. @throws Error as the file system has it */
export function writeIdentity(path: string, identity: Identity): void {
  replaceFile(path, toText(identity));
}

/** What people compare to see whether two devices have the same identity. */
export function toFingerprint({ root }: Identity): string {
  const digest = createHash("sha256").update(root).digest("hex").slice(0, 16);
  return digest.replace(/(.{4})(?=.)/g, "$1 ");
}

function deriveSecret(root: string, server: string): string {
  return createHmac("sha256", root).update(`chat secret for ${server}`).digest("base64url");
}

function toText({ root, servers }: Identity): string {
  return `${JSON.stringify({ root, servers: Object.fromEntries(servers) }, null, 2)}\n`;
}
