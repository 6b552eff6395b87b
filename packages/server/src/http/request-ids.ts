// A name for each request over HTTP, by which its answer and the lines of the log about it are found together.

import { randomBytes } from "node:crypto";
import type { IncomingMessage } from "node:http";

import { parseIpAddress } from "../addresses/ip-address.ts";
import type { TrustedProxies } from "../addresses/trusted-proxies.ts";

/** The header field that carries it, in answers, and in requests of proxies that are believed. */
export const REQUEST_ID = "X-Request-Id";

/** What a proxy may call a request: nothing that would make another line of a log. */
const GIVEN = /^[\w.:-]{1,64}$/;

/** The name of a request, the same each time it is asked for. */
export type RequestIdOf = (request: IncomingMessage) => string;

interface NamedRequest extends IncomingMessage {
  requestId?: string;
}

/** Makes the names: what a believed proxy says, else one that no other request of any server has. */
export function createRequestIds(proxies: TrustedProxies): RequestIdOf {
  const process = randomBytes(4).toString("hex");
  let count = 0;
  const given = (request: IncomingMessage): string | undefined => {
    const said = proxies.any ? request.headers["x-request-id"] : undefined;
    if (typeof said !== "string" || !GIVEN.test(said)) return undefined;
    const proxy = parseIpAddress(request.socket.remoteAddress ?? "");
    return proxy !== undefined && proxies.trusts(proxy, 0) ? said : undefined;
  };
  return (request: NamedRequest) =>
    (request.requestId ??= given(request) ?? `${process}-${(++count).toString(36)}`);
}
