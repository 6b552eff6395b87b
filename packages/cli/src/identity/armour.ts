// An identity as a text that survives mail and copying: between two lines, in base64, with a checksum behind it, since a
// secret with a letter wrong is a secret still. Not encrypted: it is the key.

import { createHash } from "node:crypto";

import { toIdentity, type Identity } from "./identity-file.ts";

const BEGIN = "-----BEGIN CHAT IDENTITY-----";
const END = "-----END CHAT IDENTITY-----";
const BLOCK = new RegExp(`${BEGIN}([\\s\\S]*?)${END}`);

/** The text, with a line break at its end. */
export function toArmour({ root, servers }: Identity): string {
  const json = JSON.stringify({ root, servers: Object.fromEntries(servers) });
  const lines =
    Buffer.from(json)
      .toString("base64")
      .match(/.{1,64}/g) ?? [];
  return [BEGIN, ...lines, `=${toChecksum(json)}`, END, ""].join("\n");
}

/**
 * The identity in a text, whatever stands around it; undefined where there is none in it.
 *
 * @throws Error where there is one that is damaged
 */
export function readArmour(text: string): Identity | undefined {
  const block = BLOCK.exec(text)?.[1];
  if (block === undefined) return undefined;
  try {
    const [, base64 = "", checksum = ""] = /^([^=]+=*?)=([^=]*)$/.exec(withoutQuotes(block)) ?? [];
    const json = Buffer.from(base64, "base64").toString("utf8");
    if (toChecksum(json) !== checksum) throw new Error("its checksum is another");
    return toIdentity(JSON.parse(json) as Record<string, unknown>);
  } catch (cause) {
    throw new Error("the identity in it is damaged", { cause });
  }
}

/** Without line breaks, and without what mail puts in front of what it quotes. */
function withoutQuotes(text: string): string {
  return text.replace(/^[>\s]+/gm, "").replace(/\s/g, "");
}

function toChecksum(json: string): string {
  return createHash("sha256").update(json).digest("base64url").slice(0, 8);
}
