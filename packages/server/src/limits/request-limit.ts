// The limits of HTTP: whose request it is, and whether that address may have it. Knows no endpoints.

import type { IncomingMessage } from "node:http";

import type { ClientAddressOf } from "../addresses/client-address.ts";
import type { Limiter } from "./limiter.ts";
import { toRateLimited } from "./refused.ts";

/** Lets a request through that reads or posts. @throws ChatError `rate_limited` */
export type RequestLimit = (request: IncomingMessage, act: "reads" | "posts") => void;

/** Makes the limit of a node. */
export function createRequestLimit(limiter: Limiter, addressOf: ClientAddressOf): RequestLimit {
  return (request, act) => {
    const refused = limiter.askAddress(addressOf(request), act);
    if (refused) throw toRateLimited(refused);
  };
}
