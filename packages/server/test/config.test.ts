// Settings: what is taken, and that each that makes no sense is named in one line.

import * as assert from "uvu/assert";

import { suite } from "../../../test-support/suite.ts";
import { trustNobody } from "../src/addresses/trusted-proxies.ts";
import { parseLimits } from "../src/limits/limit-table.ts";
import { ConfigError, parseConfig } from "../src/config.ts";

const test = suite("parseConfig");

test("without settings it takes the contract's defaults", () => {
  assert.equal(parseConfig({}), {
    port: 8000,
    host: "127.0.0.1",
    redisUrl: undefined,
    store: "auto",
    dataDir: "chat-data",
    historyLimit: 100,
    historyTtlSeconds: 86_400,
    nameClaimTtlSeconds: 86_400,
    tokens: [],
    tokenFile: undefined,
    allowedOrigins: [],
    operators: [],
    trustedProxies: trustNobody,
    logLevel: "info",
    rateLimits: true,
    limitTable: parseLimits(undefined, true),
  });
});

test("what is empty or blank counts as absent", () => {
  const names = ["PORT", "HOST", "REDIS_URL", "STORE", "DATA_DIR", "HISTORY_LIMIT", "CHAT_TOKEN"];
  const blank = Object.fromEntries(names.map((name) => [name, "  "]));
  assert.equal(parseConfig(blank), parseConfig({}));
});

test("takes what makes sense", () => {
  const config = parseConfig({
    PORT: " 0 ",
    HOST: "0.0.0.0",
    REDIS_URL: "redis://localhost:7000",
    STORE: "Redis",
    DATA_DIR: "/var/lib/chat",
    HISTORY_LIMIT: "100000",
    HISTORY_TTL_SECONDS: "1",
    NAME_CLAIM_TTL: "3600",
    CHAT_TOKEN: "one, two",
    CHAT_TOKEN_FILE: "/run/secrets/chat",
    ALLOWED_ORIGINS: "https://chat.example,http://other.example:8080,*",
    OPERATORS: "olga, Jose\u0301",
    LOG_LEVEL: "DEBUG",
    RATE_LIMITS: "off",
    LIMITS: "rooms=7",
    SOMETHING_ELSE: "x",
  });
  assert.equal(config, {
    port: 0,
    host: "0.0.0.0",
    redisUrl: "redis://localhost:7000",
    store: "redis",
    dataDir: "/var/lib/chat",
    historyLimit: 100_000,
    historyTtlSeconds: 1,
    nameClaimTtlSeconds: 3_600,
    tokens: ["one", "two"],
    tokenFile: "/run/secrets/chat",
    trustedProxies: trustNobody,
    allowedOrigins: ["https://chat.example", "http://other.example:8080", "*"],
    operators: ["olga", "José"],
    logLevel: "debug",
    rateLimits: false,
    limitTable: parseLimits("rooms=7", false),
  });
});

const WRONG: Record<string, readonly string[]> = {
  PORT: ["-1", "65536", "8000.5", "http", "0x50", "1e3", "8000 8001"],
  REDIS_URL: ["localhost", "http://localhost", "redis://localhost/x", "redis://localhost:99999"],
  STORE: ["disk", "memory", "true"],
  HISTORY_LIMIT: ["0", "-5", "100001", "many", "1.5"],
  HISTORY_TTL_SECONDS: ["0", "-1", "1d", "99999999999"],
  NAME_CLAIM_TTL: ["0", "1d", "86399", "99999999999"],
  ALLOWED_ORIGINS: [
    "chat.example",
    "https://chat.example/",
    "https://chat.example/path",
    "https://a, b",
  ],
  TRUST_PROXY: ["0", "true", "10.0.0.0/33", "proxy.example", "10.0.0.1,"],
  LOG_LEVEL: ["loud", "1"],
  RATE_LIMITS: ["yes", "0", "true"],
  LIMITS: [
    "messages",
    "messages=30",
    "messages=0/6",
    "words=1/1",
    "rooms=0",
    "rooms=1/2",
    "a=b=c",
    ",",
  ],
};

for (const [name, values] of Object.entries(WRONG)) {
  test(`${name} that makes no sense is named in one line`, () => {
    for (const value of values) {
      try {
        parseConfig({ [name]: value });
        assert.unreachable(`${name}=${value} was taken`);
      } catch (error) {
        assert.instance(error, ConfigError, String(error));
        const { message } = error as ConfigError;
        assert.match(message, name);
        assert.not.match(message, "\n");
      }
    }
  });
}

test("a password in REDIS_URL is not repeated", () => {
  try {
    parseConfig({ REDIS_URL: "http://ada:geheim@localhost" });
    assert.unreachable();
  } catch (error) {
    assert.not.match((error as Error).message, "geheim");
  }
});

test.run();
