// IP addresses as text: one way of writing each, and what of one stands for whoever is behind it. Knows no requests.

import { isIPv4, isIPv6 } from "node:net";

/** What a URL makes of an IPv4 address that is written as an IPv6 one. */
const MAPPED = /^::ffff:([0-9a-f]{1,4}):([0-9a-f]{1,4})$/;
const LOOPBACK_6 = "::1";

/**
 * Reads an address as proxies write it: with or without a port, an IPv6 one with or without brackets and a zone.
 * IPv4 that is mapped into IPv6 becomes IPv4.
 *
 * @returns the one way of writing it, undefined for what is no address
 */
export function parseIpAddress(text: string): string | undefined {
  const [, bracketed, , withPort] =
    /^(?:\[([^\]]+)\](:\d{1,5})?|([\d.]+):\d{1,5})$/.exec(text) ?? [];
  const address = bracketed ?? withPort ?? text;
  if (isIPv4(address)) return address;
  if (!isIPv6(address)) return undefined;
  const [bare] = address.split("%") as [string];
  const { hostname } = new URL(`http://[${bare}]`);
  const canonical = hostname.slice(1, -1);
  const [, high, low] = MAPPED.exec(canonical) ?? [];
  if (high === undefined || low === undefined) return canonical;
  const bits = [Number.parseInt(high, 16), Number.parseInt(low, 16)];
  return bits.flatMap((half) => [half >> 8, half & 0xff]).join(".");
}

/**
 * What stands for whoever has an address: IPv4 as it is, of IPv6 the /64, since a single customer is given all of it.
 *
 * @param address as {@link parseIpAddress} writes it
 * @returns such as `192.0.2.7` or `2001:db8:0:1::/64`
 */
export function toAddressKey(address: string): string {
  if (!address.includes(":") || address === LOOPBACK_6) return address;
  const [head = "", tail = ""] = address.split("::");
  const before = head === "" ? [] : head.split(":");
  const after = tail === "" ? [] : tail.split(":");
  const zeros = Array<string>(Math.max(0, 8 - before.length - after.length)).fill("0");
  return `${[...before, ...zeros, ...after].slice(0, 4).join(":")}::/64`;
}
