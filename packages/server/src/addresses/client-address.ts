// Whose request it is: the address of the client, as far as proxies in front are to be believed. Knows no limits and no
// bans; those who have some ask here.

import type { IncomingMessage } from "node:http";

import { parseIpAddress, toAddressKey } from "./ip-address.ts";
import type { TrustedProxies } from "./trusted-proxies.ts";

/** Stands for a client that hung up before its address was asked for. */
const GONE = "unknown";
/** The most addresses of a header that are looked at, from the right: more proxies than that are no road but a trick. */
const FORWARDED_MAX = 32;

/** Answers for the address of a request: a short text such as `192.0.2.7`, of IPv6 the network `2001:db8:0:1::/64`. */
export type ClientAddressOf = (request: IncomingMessage) => string;

/**
 * Makes the answer. It is the right-most address of `X-Forwarded-For` that is not a believed proxy's, with the
 * connection's own at the far right. What is no address ends the road: then the proxy that wrote it stands for it.
 */
export function createClientAddressOf(proxies: TrustedProxies): ClientAddressOf {
  return (request) => {
    const own = parseIpAddress(request.socket.remoteAddress ?? "");
    if (own === undefined) return GONE;
    const header = proxies.any ? request.headers["x-forwarded-for"] : undefined;
    if (header === undefined) return toAddressKey(own);
    const said = [header].flat().join(",").split(",").slice(-FORWARDED_MAX);
    let address = own;
    for (let hop = 0; proxies.trusts(address, hop); hop++) {
      const further = parseIpAddress(said.pop()?.trim() ?? "");
      if (further === undefined) break;
      address = further;
    }
    return toAddressKey(address);
  };
}
