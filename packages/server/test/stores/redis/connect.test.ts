// The reading of REDIS_URL.

import * as assert from "uvu/assert";

import { suite } from "../../../../../test-support/suite.ts";
import { RedisAddressError, parseRedisUrl } from "../../../src/stores/redis/connect.ts";

const test = suite("parseRedisUrl");

test("takes host and port, 6379 where none is given", () => {
  assert.equal(parseRedisUrl("redis://example:7000").nodes, [{ host: "example", port: 7000 }]);
  assert.equal(parseRedisUrl("redis://example").nodes, [{ host: "example", port: 6379 }]);
  assert.equal(parseRedisUrl("redis://[::1]:7000").nodes, [{ host: "::1", port: 7000 }]);
});

test("takes several nodes, with and without the scheme", () => {
  assert.equal(parseRedisUrl("redis://a:1, redis://b:2,c:3").nodes, [
    { host: "a", port: 1 },
    { host: "b", port: 2 },
    { host: "c", port: 3 },
  ]);
});

test("takes user, password and database from the first", () => {
  const { options } = parseRedisUrl("redis://ada:p%40ss@a:1/3,b:2");
  assert.equal([options.username, options.password, options.db], ["ada", "p@ss", 3]);
  assert.equal(parseRedisUrl("redis://:secret@a").options.password, "secret");
});

test("rediss:// means TLS, redis:// none", () => {
  assert.ok(parseRedisUrl("rediss://a").options.tls);
  assert.not.ok(parseRedisUrl("redis://a").options.tls);
});

test("the master that sentinels watch is mymaster where none is named", () => {
  assert.is(parseRedisUrl("redis://a").masterName, "mymaster");
  assert.is(parseRedisUrl("redis://a:26379,b:26379?master=chat").masterName, "chat");
  assert.is(parseRedisUrl("redis://a:26379?master=chat,b:26379").masterName, "chat");
});

test("what is no address is refused, without its password in the sentence", () => {
  for (const text of [
    "",
    "a",
    "localhost:6379",
    "http://a",
    "redis://a/x",
    "redis://a:99999",
    "redis://a,http://b",
  ]) {
    assert.throws(
      () => parseRedisUrl(text),
      (error: unknown) => error instanceof RedisAddressError,
      text,
    );
  }
  try {
    parseRedisUrl("http://ada:geheim@a");
    assert.unreachable();
  } catch (error) {
    assert.not.match(String(error), "geheim");
  }
});

test.run();
