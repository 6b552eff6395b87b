// All limits of how much: their names, what they are where nobody sets them, and how they are set. Knows nobody whom
// they hold for.

import type { Rate } from "./token-bucket.ts";

/** A setting of limits that makes no sense. The message names the part, in one line. */
export class LimitError extends Error {}

/**
 * Rates, as `burst/perSecond`: so much at once, so much a second for good. Each holds for one connection, one name or
 * one address, as it says; without such a word, for one connection.
 *
 * Source: the contract gives a connection 20 messages at once and 5 a second. An address may be that of an office: what
 * 200 people there may do at once, each by the right of their own connection, has to fit.
 */
const RATES = {
  messages: { burst: 30, perSecond: 6 },
  "messages-per-name": { burst: 120, perSecond: 20 },
  "messages-per-address": { burst: 5_000, perSecond: 1_000 },
  /** Over HTTP. They count as messages of their name too. */
  "posts-per-address": { burst: 600, perSecond: 60 },
  joins: { burst: 250, perSecond: 5 },
  "joins-per-name": { burst: 1_000, perSecond: 20 },
  "joins-per-address": { burst: 20_000, perSecond: 500 },
  typing: { burst: 20, perSecond: 4 },
  "typing-per-name": { burst: 60, perSecond: 12 },
  "typing-per-address": { burst: 4_000, perSecond: 800 },
  /** Whatever asks for histories, members, rooms and figures. */
  reads: { burst: 200, perSecond: 20 },
  "reads-per-address": { burst: 2_000, perSecond: 200 },
  "connects-per-address": { burst: 1_000, perSecond: 20 },
  /** What is refused by the rates above and goes on all the same; past these the connection is cut off. */
  refusals: { burst: 1_000, perSecond: 10 },
  "refusals-per-address": { burst: 5_000, perSecond: 200 },
} as const satisfies Record<string, Rate>;

/** How many there may be at a time. */
const COUNTS = {
  /** TCP connections of this server, whatever they are for. */
  connections: 50_000,
  /** Socket.IO connections. */
  "connections-per-address": 20_000,
  /** Rooms with members on this server. */
  rooms: 20_000,
  "rooms-per-connection": 200,
  "members-per-room": 10_000,
} as const;

/** The name of a rate. */
export type RateName = keyof typeof RATES;
/** The name of a count. */
export type CountName = keyof typeof COUNTS;
/** The name of any limit. */
export type LimitName = RateName | CountName;

/** The limits that hold. */
export interface Limits {
  /** Undefined where a rate is lifted. */
  rates: Readonly<Record<RateName, Rate | undefined>>;
  /** Infinity where a count is lifted. */
  counts: Readonly<Record<CountName, number>>;
}

/** The names of all limits, rates first. */
export const limitNames = [...Object.keys(RATES), ...Object.keys(COUNTS)] as LimitName[];

const MAX = 1_000_000_000;
const RATE = /^(\d{1,9})\/(\d{1,9}(?:\.\d{1,3})?)$/;

/**
 * Reads `LIMITS`: those that are to differ, such as `messages=60/12, rooms=500, typing=off`.
 *
 * @param rateLimits false lifts all rates, and leaves the counts
 * @throws LimitError
 */
export function parseLimits(text: string | undefined, rateLimits: boolean): Limits {
  const rates: Record<RateName, Rate | undefined> = { ...RATES };
  const counts: Record<CountName, number> = { ...COUNTS };
  for (const part of text?.split(",") ?? []) {
    const [name = "", value = "", ...rest] = part.split("=").map((one) => one.trim());
    if (rest.length > 0 || (!isRate(name) && !isCount(name))) {
      throw new LimitError(`"${part.trim()}" is none of ${limitNames.join(", ")}`);
    }
    if (isRate(name)) rates[name] = value === "off" ? undefined : toRate(name, value);
    else counts[name] = value === "off" ? Infinity : toCount(name, value);
  }
  if (!rateLimits) for (const name of Object.keys(RATES) as RateName[]) rates[name] = undefined;
  return { rates, counts };
}

function toRate(name: string, value: string): Rate {
  const [, burst, perSecond] = RATE.exec(value) ?? [];
  const rate = { burst: Number(burst), perSecond: Number(perSecond) };
  if (rate.burst >= 1 && rate.perSecond > 0) return rate;
  throw new LimitError(
    `${name} is "${value}", but looks like 30/6: so many at once, so many a second`,
  );
}

function toCount(name: string, value: string): number {
  const count = /^\d{1,10}$/.test(value) ? Number(value) : 0;
  if (count >= 1 && count <= MAX) return count;
  throw new LimitError(`${name} is "${value}", but must be a whole number from 1 to ${MAX}`);
}

function isRate(name: string): name is RateName {
  return Object.hasOwn(RATES, name);
}

function isCount(name: string): name is CountName {
  return Object.hasOwn(COUNTS, name);
}
