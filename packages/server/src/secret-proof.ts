// From the secret that somebody brings to what the server keeps of it.

import { createHash } from "node:crypto";

import { ChatError, isSecret } from "@chat/protocol";

import type { Proof } from "./rooms/name-claims.ts";

/**
 * What a secret proves; undefined where none is brought. Its SHA-256: clients make secrets of 32 random bytes, so there
 * is nothing that a slow hash would keep from being guessed.
 *
 * @param secret from a handshake or a header, unchecked
 * @throws ChatError `invalid_request` where it is no text of 16 to 128 letters, digits, `-` and `_`
 */
export function toProof(secret: unknown): Proof | undefined {
  if (secret === undefined || secret === null || secret === "") return undefined;
  if (!isSecret(secret)) {
    throw new ChatError(
      "invalid_request",
      `A secret is a text of 16 to 128 letters, digits, "-" and "_".`,
    );
  }
  return createHash("sha256").update(secret).digest("base64url");
}
