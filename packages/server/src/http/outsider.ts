// Whose request over HTTP it is, as far as its headers say: the secret of a name, the password of a room, the address.

import type { IncomingMessage } from "node:http";

import { readPasswordHeader } from "@chat/protocol";

import type { ClientAddressOf } from "../addresses/client-address.ts";
import type { Outsider } from "../rooms/rule-keeper.ts";
import { toProof } from "../secret-proof.ts";

/** Whose request it is. @throws ChatError `invalid_request` for a secret of another form */
export function readOutsider(request: IncomingMessage, addressOf: ClientAddressOf): Outsider {
  return {
    proof: toProof(request.headers["chat-secret"]),
    address: () => addressOf(request),
  };
}

/** The password of a private room that came along; undefined where none did. */
export function readPassword({ headers }: IncomingMessage): string | undefined {
  const header = headers["chat-room-password"];
  return typeof header === "string" && header !== "" ? readPasswordHeader(header) : undefined;
}
