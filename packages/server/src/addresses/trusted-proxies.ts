// Which proxies are believed when they say whom they speak for. Knows addresses, no requests.

import { BlockList, isIP } from "node:net";

import { parseIpAddress } from "./ip-address.ts";

/** A setting of trust that makes no sense. The message names the part, in one line. */
export class TrustError extends Error {}

/** Words for the networks that proxies are commonly in. */
const NETWORKS: Readonly<Record<string, readonly string[]>> = {
  loopback: ["127.0.0.0/8", "::1/128"],
  linklocal: ["169.254.0.0/16", "fe80::/10"],
  private: ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "fc00::/7"],
};
const HOPS_MAX = 16;

/** Whom to believe: the nearest so many, or those at certain addresses. */
export interface TrustedProxies {
  /**
   * Whether the party at `address` is believed.
   *
   * @param address as `parseIpAddress` writes it
   * @param hop how far away it is: 0 for the one that the server itself is connected with
   */
  trusts: (address: string, hop: number) => boolean;
  /** Whether anybody is believed at all. */
  readonly any: boolean;
}

/** Believes nobody. */
export const trustNobody: TrustedProxies = { trusts: () => false, any: false };

/**
 * Reads `TRUST_PROXY`: how many proxies are in front, from 1 to 16, or their addresses: a list, separated by commas, of
 * addresses, networks such as `10.0.0.0/8`, `loopback`, `linklocal` and `private`.
 *
 * @throws TrustError
 */
export function parseTrustedProxies(text: string | undefined): TrustedProxies {
  if (text === undefined || text.toLowerCase() === "off") return trustNobody;
  if (/^\d+$/.test(text)) {
    const hops = Number(text);
    if (hops >= 1 && hops <= HOPS_MAX) return { trusts: (_address, hop) => hop < hops, any: true };
    throw new TrustError(`"${text}" is no number of proxies from 1 to ${HOPS_MAX}`);
  }
  const list = new BlockList();
  for (const part of text.split(",").map((one) => one.trim())) {
    for (const network of NETWORKS[part.toLowerCase()] ?? [part]) addNetwork(list, network);
  }
  return { trusts: (address) => list.check(address, family(address)), any: true };
}

function addNetwork(list: BlockList, text: string): void {
  const [given = "", bits, ...rest] = text.split("/");
  const address = isIP(given) === 0 ? undefined : parseIpAddress(given);
  const all = address?.includes(":") ? 128 : 32;
  const prefix = bits === undefined ? all : /^\d{1,3}$/.test(bits) ? Number(bits) : all + 1;
  if (address === undefined || rest.length > 0 || prefix > all) {
    throw new TrustError(
      `"${text}" is no address, no network such as 10.0.0.0/8, and not ${Object.keys(NETWORKS).join(", ")}`,
    );
  }
  list.addSubnet(address, prefix, family(address));
}

function family(address: string): "ipv4" | "ipv6" {
  return address.includes(":") ? "ipv6" : "ipv4";
}
