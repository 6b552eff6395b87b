// Holds everybody to the rates and to the count of connections: each connection, each name, each address. Counts on this
// node alone. Knows who asks for what, not what is asked.

import { KeyedTable, type Standing } from "./keyed-table.ts";
import type { LimitName, Limits, RateName } from "./limit-table.ts";
import { type Refused, toRateLimited } from "./refused.ts";
import { TokenBucket } from "./token-bucket.ts";

/** What a connection asks for. */
export type Act = "messages" | "joins" | "typing" | "reads";
/** What an address asks for besides, and what a name does. */
type AddressAct = Act | "posts" | "connects" | "refusals";

/** The most names, and the most addresses without connections, that are remembered. */
const REMEMBERED_MAX = 20_000;
/**
 * How long a name or address over its limit is refused at least, in milliseconds: programs post without waiting for
 * answers, and none of what they post may overtake what was refused before it.
 */
const HOLD_MS = 500;
/** How many refusals a connection has to have met before it pays for those of others at its address. */
const FORGIVEN = 50;

/** How many new connections of an address one that is cut off takes with it: it would be back at once. */
const CUT_OFF_COSTS = 50;
/** How many refusals it counts as when a connection is let in only to be told why it is refused: it is much work. */
const TELLING_COSTS = 50;

// Not put together for each message: a text that is made anew has to be looked up by all its letters.
const PER_ADDRESS = {
  messages: "messages-per-address",
  joins: "joins-per-address",
  typing: "typing-per-address",
  reads: "reads-per-address",
  posts: "posts-per-address",
  connects: "connects-per-address",
} as const;
const PER_NAME = {
  messages: "messages-per-name",
  joins: "joins-per-name",
  typing: "typing-per-name",
} as const;

type Buckets<A extends string> = Partial<Record<A, TokenBucket>>;

interface Address {
  buckets: Buckets<AddressAct>;
  /** Its open connections. */
  open: number;
}

/** What a connection has taken. It is made once the connection asks for something. */
export interface Pace {
  readonly address: Address;
  readonly buckets: Buckets<Act | "refusals">;
}

/** The limits of one node at work. */
export class Limiter {
  readonly #limits: Limits;
  readonly #now: () => number;
  readonly #refusals = new Map<LimitName, number>();
  readonly #addresses: KeyedTable<Address>;
  readonly #names: KeyedTable<Buckets<Act>>;

  /** @param now the monotonic clock in milliseconds */
  constructor(limits: Limits, now: () => number = () => performance.now()) {
    this.#limits = limits;
    this.#now = now;
    this.#addresses = new KeyedTable<Address>(
      () => ({ buckets: {}, open: 0 }),
      ({ buckets, open }) => (open > 0 ? "held" : this.#standing(buckets)),
      REMEMBERED_MAX,
    );
    this.#names = new KeyedTable<Buckets<Act>>(
      () => ({}),
      (buckets) => this.#standing(buckets),
      REMEMBERED_MAX,
    );
  }

  /** How often each limit was met. */
  get refusals(): ReadonlyMap<LimitName, number> {
    return this.#refusals;
  }

  /** Notes that something was refused. */
  note(limit: LimitName): void {
    this.#refusals.set(limit, (this.#refusals.get(limit) ?? 0) + 1);
  }

  /** Whether an address may hold one more connection. */
  hasRoomFor(address: string): boolean {
    const { open } = this.#addresses.get(address);
    if (open < this.#limits.counts["connections-per-address"]) return true;
    this.note("connections-per-address");
    return false;
  }

  /** A connection of an address begins. {@link closed} once for each. */
  opened(address: string): void {
    this.#addresses.get(address).open++;
  }

  /** A connection of an address is over. */
  closed(address: string): void {
    this.#addresses.get(address).open--;
  }

  /** What a connection of this address has taken so far: nothing. */
  begin(address: string): Pace {
    return { address: this.#addresses.get(address), buckets: {} };
  }

  /** Lets a connection do something once, or says why not. */
  ask(pace: Pace, act: Act): Refused | undefined {
    const now = this.#now();
    return (
      this.#take(pace.buckets, act, act, now, 0) ??
      this.#take(pace.address.buckets, act, PER_ADDRESS[act], now, 0)
    );
  }

  /** Lets an address do something once, or says why not. */
  askAddress(address: string, act: "reads" | "posts" | "connects"): Refused | undefined {
    const holdMs = act === "posts" ? HOLD_MS : 0;
    const { buckets } = this.#addresses.get(address);
    return this.#take(buckets, act, PER_ADDRESS[act], this.#now(), holdMs);
  }

  /**
   * Lets a name do something once.
   *
   * @throws ChatError `rate_limited`
   */
  obeyName(username: string, act: "messages" | "joins" | "typing"): void {
    const limit = PER_NAME[act];
    if (this.#limits.rates[limit] === undefined) return;
    const buckets = this.#names.get(username);
    const refused = this.#take(buckets, act, limit, this.#now(), HOLD_MS);
    if (refused) throw toRateLimited(refused);
  }

  /** Counts a refusal that a connection met. False where it met so many that it is to be cut off. */
  forgives({ buckets, address }: Pace): boolean {
    const own = this.#spend(buckets, "refusals");
    const shared = this.#spend(address.buckets, "refusals-per-address");
    return own && (shared || (buckets.refusals?.missing(this.#now()) ?? 0) <= FORGIVEN);
  }

  /** Whether a connection of this address that is refused may be let in to be told so. */
  mayTell(address: string): boolean {
    const { buckets } = this.#addresses.get(address);
    if (!this.#spend(buckets, "refusals-per-address")) return false;
    buckets.refusals?.drain(TELLING_COSTS - 1, this.#now());
    return true;
  }

  /** Notes that a connection of an address was cut off: fewer new ones are let in for a while. */
  punish(address: string): void {
    const rate = this.#limits.rates["connects-per-address"];
    if (rate === undefined) return;
    const { buckets } = this.#addresses.get(address);
    (buckets.connects ??= new TokenBucket(rate, this.#now())).drain(CUT_OFF_COSTS, this.#now());
  }

  #spend(buckets: Buckets<"refusals">, limit: "refusals" | "refusals-per-address"): boolean {
    const rate = this.#limits.rates[limit];
    if (rate === undefined) return true;
    return (buckets.refusals ??= new TokenBucket(rate, this.#now())).take(this.#now()) === 0;
  }

  #take<A extends string>(
    buckets: Buckets<A>,
    act: A,
    limit: RateName,
    now: number,
    holdMs: number,
  ): Refused | undefined {
    const rate = this.#limits.rates[limit];
    if (rate === undefined) return undefined;
    const bucket = (buckets[act] ??= new TokenBucket(rate, now, holdMs));
    const retryAfterMs = bucket.take(now);
    if (retryAfterMs === 0) return undefined;
    this.note(limit);
    return { limit, retryAfterMs };
  }

  #standing(buckets: Buckets<string>): Standing {
    const now = this.#now();
    // What is full says no more than one that is made anew.
    const full = Object.values(buckets).every((bucket) => (bucket?.missing(now) ?? 0) === 0);
    return full ? "idle" : "busy";
  }
}
