// The server's settings: from flags and the environment to checked values. Knows no I/O.

import { DEFAULT_PORT, PAGE_MAX, isUsername } from "@chat/protocol";
import * as v from "valibot";

import {
  TrustError,
  type TrustedProxies,
  parseTrustedProxies,
} from "./addresses/trusted-proxies.ts";
import { LimitError, type Limits, parseLimits } from "./limits/limit-table.ts";
import { RedisAddressError, parseRedisUrl } from "./stores/redis/connect.ts";

/** What can be set, checked. Source of names and defaults: the contract, "The server's environment". */
export interface Config {
  /** 0 to 65,535; 0 takes any free port. */
  port: number;
  host: string;
  /** Undefined where none is given: then the usual address is tried. */
  redisUrl: string | undefined;
  store: "auto" | "redis" | "embedded";
  dataDir: string;
  /** The most messages kept of a room, 1 to 100,000. */
  historyLimit: number;
  /** How long a history is kept after its newest message, in seconds. */
  historyTtlSeconds: number;
  /** How long a name belongs to its owner after its last use, in seconds: never less than a history is kept. */
  nameClaimTtlSeconds: number;
  /** None asked for where empty. */
  tokens: string[];
  /** A file with more of them, read anew when it changes. */
  tokenFile: string | undefined;
  allowedOrigins: string[];
  /** The names of those who may moderate, once they own them. Nobody may where empty. */
  operators: string[];
  /** Which proxies are believed when they say whose request it is. */
  trustedProxies: TrustedProxies;
  logLevel: "fatal" | "error" | "warn" | "info" | "debug" | "trace" | "silent";
  rateLimits: boolean;
  /** Rates, lifted where `rateLimits` is off, and counts. */
  limitTable: Limits;
}

/** A setting that makes no sense. The message names it, its value and what would do, in one line. */
export class ConfigError extends Error {}

/** Settings as text, by the names of the environment. */
export type Settings = Readonly<Record<string, string | undefined>>;

const HISTORY_LIMIT_MAX = 100_000;
const TTL_MAX_S = 10 * 365 * 86_400;

/**
 * Checks settings. What is absent or empty takes its default.
 *
 * @throws ConfigError
 */
export function parseConfig(settings: Settings): Config {
  const store = choice(settings, "STORE", ["auto", "redis", "embedded"], "auto");
  const redisUrl = text(settings, "REDIS_URL");
  if (redisUrl !== undefined) checkRedisUrl(redisUrl);
  const rateLimits = choice(settings, "RATE_LIMITS", ["on", "off"], "on") === "on";
  const historyTtl = wholeNumber(settings, "HISTORY_TTL_SECONDS", 86_400, 1, TTL_MAX_S);
  return {
    port: wholeNumber(settings, "PORT", DEFAULT_PORT, 0, 65_535),
    host: text(settings, "HOST") ?? "127.0.0.1",
    redisUrl,
    store,
    dataDir: text(settings, "DATA_DIR") ?? "chat-data",
    historyLimit: wholeNumber(settings, "HISTORY_LIMIT", PAGE_MAX, 1, HISTORY_LIMIT_MAX),
    historyTtlSeconds: historyTtl,
    // A claim that ended sooner would let others speak under a name whose messages are there still.
    nameClaimTtlSeconds: wholeNumber(settings, "NAME_CLAIM_TTL", historyTtl, historyTtl, TTL_MAX_S),
    tokens: list(settings, "CHAT_TOKEN"),
    tokenFile: text(settings, "CHAT_TOKEN_FILE"),
    allowedOrigins: list(settings, "ALLOWED_ORIGINS").map(toOrigin),
    operators: list(settings, "OPERATORS").map(toOperator),
    trustedProxies: toTrustedProxies(text(settings, "TRUST_PROXY")),
    logLevel: choice(
      settings,
      "LOG_LEVEL",
      ["fatal", "error", "warn", "info", "debug", "trace", "silent"],
      "info",
    ),
    rateLimits,
    limitTable: toLimits(text(settings, "LIMITS"), rateLimits),
  };
}

function text(settings: Settings, name: string): string | undefined {
  return settings[name]?.trim() || undefined;
}

function list(settings: Settings, name: string): string[] {
  return (text(settings, name) ?? "")
    .split(",")
    .map((part) => part.trim())
    .filter((part) => part !== "");
}

function wholeNumber(
  settings: Settings,
  name: string,
  fallback: number,
  min: number,
  max: number,
): number {
  const given = text(settings, name);
  if (given === undefined) return fallback;
  const schema = v.pipe(
    v.string(),
    v.regex(/^\d{1,15}$/),
    v.transform(Number),
    v.minValue(min),
    v.maxValue(max),
  );
  const parsed = v.safeParse(schema, given);
  if (parsed.success) return parsed.output;
  throw new ConfigError(
    `${name} is "${given}", but it must be a whole number from ${min} to ${max}.`,
  );
}

function choice<const T extends string>(
  settings: Settings,
  name: string,
  choices: readonly T[],
  fallback: T,
): T {
  const given = text(settings, name);
  if (given === undefined) return fallback;
  const parsed = v.safeParse(v.picklist(choices), given.toLowerCase());
  if (parsed.success) return parsed.output;
  throw new ConfigError(`${name} is "${given}", but it must be one of ${choices.join(", ")}.`);
}

function checkRedisUrl(url: string): void {
  try {
    parseRedisUrl(url);
  } catch (error) {
    if (!(error instanceof RedisAddressError)) throw error;
    // Not the value itself: it may hold a password.
    throw new ConfigError(`REDIS_URL makes no sense: ${error.message}.`);
  }
}

function toTrustedProxies(text: string | undefined): TrustedProxies {
  try {
    return parseTrustedProxies(text);
  } catch (error) {
    if (!(error instanceof TrustError)) throw error;
    throw new ConfigError(`TRUST_PROXY makes no sense: ${error.message}.`);
  }
}

function toLimits(text: string | undefined, rateLimits: boolean): Limits {
  try {
    return parseLimits(text, rateLimits);
  } catch (error) {
    if (!(error instanceof LimitError)) throw error;
    throw new ConfigError(`LIMITS makes no sense: ${error.message}.`);
  }
}

function toOperator(text: string): string {
  const name = text.normalize("NFC");
  if (isUsername(name)) return name;
  throw new ConfigError(`OPERATORS has "${text}", but that is no username.`);
}

function toOrigin(text: string): string {
  if (text === "*") return text;
  const parsed = URL.canParse(text) ? new URL(text).origin : "null";
  if (parsed === text) return text;
  throw new ConfigError(
    `ALLOWED_ORIGINS has "${text}", but an origin looks like https://chat.example (no path), or is *.`,
  );
}
