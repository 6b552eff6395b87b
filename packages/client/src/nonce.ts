// The nonce of a draft: what makes sending it twice the same as sending it once.

import { ChatError, NONCE_MAX } from "@chat/protocol";

/** A new nonce of 96 random bits. `crypto.randomUUID` is absent on pages without TLS. */
export function createNonce(): string {
  return crypto.getRandomValues(new Uint32Array(3)).join("-");
}

/**
 * A nonce that somebody chose. The parser of the protocol does the same with a library that would weigh on pages.
 *
 * @throws ChatError `invalid_request`
 */
export function parseChosenNonce(nonce: string): string {
  if (nonce.length > 0 && nonce.length <= NONCE_MAX) return nonce;
  throw new ChatError("invalid_request", `A nonce is a text of 1 to ${NONCE_MAX} characters.`);
}
