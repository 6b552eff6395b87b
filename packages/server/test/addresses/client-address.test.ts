// Whose request it is, behind any number of proxies, believed and not.

import type { IncomingMessage } from "node:http";

import * as fc from "fast-check";
import * as assert from "uvu/assert";

import { suite } from "../../../../test-support/suite.ts";
import { createClientAddressOf } from "../../src/addresses/client-address.ts";
import { parseIpAddress, toAddressKey } from "../../src/addresses/ip-address.ts";
import { TrustError, parseTrustedProxies } from "../../src/addresses/trusted-proxies.ts";

const test = suite("Client address");

/** The address of a request that came from `from` with `X-Forwarded-For: said`. */
function addressOf(trust: string | undefined, from: string, said?: string): string {
  const request = {
    socket: { remoteAddress: from },
    headers: said === undefined ? {} : { "x-forwarded-for": said },
  } as unknown as IncomingMessage;
  return createClientAddressOf(parseTrustedProxies(trust))(request);
}

test("without trust, what a header says changes nothing", () => {
  for (const said of [undefined, "198.51.100.1", "127.0.0.1", "::1"]) {
    for (const trust of [undefined, "off"]) {
      assert.is(addressOf(trust, "203.0.113.9", said), "203.0.113.9");
    }
  }
});

test("a number believes the nearest proxies, and no more", () => {
  const said = "6.6.6.6, 198.51.100.1, 10.0.0.2";
  assert.is(addressOf("1", "10.0.0.1", said), "10.0.0.2");
  assert.is(addressOf("2", "10.0.0.1", said), "198.51.100.1");
  assert.is(addressOf("3", "10.0.0.1", said), "6.6.6.6");
  assert.is(addressOf("16", "10.0.0.1", said), "6.6.6.6");
});

test("a list believes the addresses and networks on it: the right-most other one is the client's", () => {
  const said = "6.6.6.6, 198.51.100.1, 10.0.0.2";
  assert.is(addressOf("10.0.0.0/8", "10.0.0.1", said), "198.51.100.1");
  assert.is(addressOf("private, loopback", "127.0.0.1", said), "198.51.100.1");
  assert.is(addressOf("10.0.0.1", "10.0.0.1", said), "10.0.0.2");
  assert.is(addressOf("10.0.0.1,10.0.0.2", "10.0.0.1", said), "198.51.100.1");
  assert.is(addressOf("loopback", "203.0.113.9", said), "203.0.113.9");
  assert.is(
    addressOf("2001:db8::/32", "2001:db8::1", "2001:db8:9::1, 198.51.100.1"),
    "198.51.100.1",
  );
  assert.is(addressOf("linklocal", "fe80::1%eth0", "198.51.100.1"), "198.51.100.1");
});

test("where all are believed, it is the furthest", () => {
  assert.is(addressOf("private", "10.0.0.1", "10.0.0.3, 10.0.0.2"), "10.0.0.3");
});

test("what is no address ends the road at the proxy that wrote it", () => {
  for (const garbage of [
    "",
    "unknown",
    "_hidden",
    "1.2.3",
    "999.1.1.1",
    "x\u0000y",
    "1.2.3.4.5",
    "[::1",
    "1.2.3.4:x",
  ]) {
    assert.is(addressOf("1", "10.0.0.1", garbage), "10.0.0.1", garbage);
    assert.is(addressOf("2", "10.0.0.1", `6.6.6.6, ${garbage}, 10.0.0.2`), "10.0.0.2", garbage);
  }
});

test("ports, brackets, zones and mapped addresses are read", () => {
  assert.is(addressOf("1", "::ffff:10.0.0.1", "198.51.100.1:4711"), "198.51.100.1");
  assert.is(addressOf("1", "10.0.0.1", "[2001:db8::1]:443"), "2001:db8:0:0::/64");
  assert.is(addressOf(undefined, "::ffff:198.51.100.1"), "198.51.100.1");
  assert.is(addressOf(undefined, "::FFFF:c633:6401"), "198.51.100.1");
  assert.is(addressOf("::ffff:10.0.0.0/8", "::ffff:10.0.0.1", "198.51.100.1"), "198.51.100.1");
});

test("of IPv6 the /64 counts, however it is written", () => {
  const same = ["2001:db8:0:1::1", "2001:DB8:0:1:ffff:ffff:ffff:ffff", "2001:0db8:0000:0001::"];
  for (const address of same) assert.is(addressOf(undefined, address), "2001:db8:0:1::/64");
  assert.is.not(addressOf(undefined, "2001:db8:0:2::1"), "2001:db8:0:1::/64");
  assert.is(addressOf(undefined, "::1"), "::1");
  assert.is(addressOf(undefined, "64:ff9b::1.2.3.4"), "64:ff9b:0:0::/64");
});

test("every IPv6 address has the key of its first four groups", () => {
  const group = fc.integer({ min: 0, max: 0xffff });
  fc.assert(
    fc.property(fc.array(group, { minLength: 8, maxLength: 8 }), (groups) => {
      const address = parseIpAddress(groups.map((one) => one.toString(16)).join(":")) as string;
      if (!address.includes(":") || address === "::1") return;
      const first = groups.slice(0, 4).map((one) => one.toString(16));
      assert.is(toAddressKey(address), `${first.join(":")}::/64`);
    }),
  );
});

test("a header of any text never throws, and answers an address or the connection's own", () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.ipV4(), fc.ipV6()), (said) => {
      const address = addressOf("1", "10.0.0.1", said);
      assert.match(address, /^[\d.]+$|^[0-9a-f:]+::\/64$|^::1$/);
    }),
  );
});

test("a header of a thousand addresses is looked at from the right", () => {
  assert.is(addressOf("1", "10.0.0.1", `${"6.6.6.6,".repeat(1_000)}198.51.100.1`), "198.51.100.1");
  assert.is(addressOf("private", "10.0.0.1", "10.0.0.2,".repeat(1_000)), "10.0.0.1");
});

test("who hung up before has no address, and harms nothing", () => {
  const request = { socket: {}, headers: {} } as unknown as IncomingMessage;
  assert.is(createClientAddressOf(parseTrustedProxies("1"))(request), "unknown");
});

test("a trust that makes no sense is named", () => {
  for (const text of [
    "0",
    "17",
    "true",
    "10.0.0.0/33",
    "::/129",
    "10.0.0.0/8/8",
    "10.0.0",
    "a,b",
    "10.0.0.1,",
    "10.0.0.0/x",
    "*",
  ]) {
    try {
      parseTrustedProxies(text);
      assert.unreachable(`${text} was taken`);
    } catch (error) {
      assert.instance(error, TrustError, text);
      assert.not.match((error as Error).message, "\n");
    }
  }
});

test.run();
