// What operators set for one room, read: its topic, whether it is closed, who is muted or banned, the password. Pure;
// the one place that knows what the rules in a store are called and what they hold.

import type { ChatError } from "@chat/protocol";
import { toLook } from "@chat/protocol/look";

import { banned, muted, roomClosed } from "./moderation-refusals.ts";
import type { RuleChange, RuleState } from "./room-store.ts";

/** How long the rules of a room are kept after their last use, in milliseconds: 90 days. */
export const RULES_KEEP_MS = 90 * 86_400_000;

/** The rule that holds what the room is about. */
export const TOPIC = "topic";
/** The rule that is set while nobody but operators may speak. */
export const CLOSED = "closed";
/** The rule that holds what is kept of the password, see {@link PasswordHasher}. */
export const PASSWORD = "password";

/** What somebody may not do for a time. */
export interface Penalty {
  kind: "mute" | "ban";
  /** As the operator wrote it; it is for all names of its look. Absent where an address is banned. */
  username?: string;
  /** See `ClientAddressOf`. */
  address?: string;
  /** When it ends, in milliseconds since the epoch. */
  until: number;
  /** Who set it. */
  by: string;
  reason?: string;
}

/** The rules of a room. They never change: what an operator does makes new ones. */
export class RoomRules {
  /** Grows with everything that operators do; 0 where nothing is kept. */
  readonly revision: number;
  readonly #rules: ReadonlyMap<string, string>;
  readonly #penalties: ReadonlyMap<string, Penalty>;

  constructor({ revision, rules }: RuleState) {
    this.revision = revision;
    this.#rules = rules;
    const penalties = new Map<string, Penalty>();
    for (const [name, value] of rules) {
      const penalty = PENALTY.test(name) ? readPenalty(value) : undefined;
      if (penalty) penalties.set(name, penalty);
    }
    this.#penalties = penalties;
  }

  /** What the room is about, undefined where nobody said. */
  get topic(): string | undefined {
    return this.#rules.get(TOPIC);
  }

  /** Whether operators alone may speak. */
  get isClosed(): boolean {
    return this.#rules.has(CLOSED);
  }

  /** What is kept of the password, undefined where the room is open to everybody. */
  get password(): string | undefined {
    return this.#rules.get(PASSWORD);
  }

  /** How many mutes and bans are kept, those that have ended too. */
  get penaltyCount(): number {
    return this.#penalties.size;
  }

  /** The mutes and bans that hold. @param now milliseconds since the epoch, like all times here */
  penalties(now: number): Penalty[] {
    return [...this.#penalties.values()].filter(({ until }) => until > now);
  }

  /** Why somebody may not speak; undefined where they may. */
  judgeSpeaking(username: string, address: () => string, now: number): ChatError | undefined {
    if (this.revision === 0) return undefined;
    if (this.isClosed) return roomClosed();
    const refused = this.judgePresence(username, address, now);
    if (refused || this.#penalties.size === 0) return refused;
    const mute = this.#holding(nameOfMute(username), now);
    return mute && muted(mute.until, mute.reason);
  }

  /** Why somebody may not be here; undefined where they may. */
  judgePresence(username: string, address: () => string, now: number): ChatError | undefined {
    const ban = this.banOf(username, address, now);
    return ban && banned(ban.until, ban.reason);
  }

  /** The ban that somebody is under. */
  banOf(username: string, address: () => string, now: number): Penalty | undefined {
    if (this.#penalties.size === 0) return undefined;
    const byName = this.#holding(nameOfBan({ username }), now);
    return byName ?? this.#holding(nameOfBan({ address: address() }), now);
  }

  /** The rules with what an operator changed. */
  with(revision: number, changes: readonly RuleChange[]): RoomRules {
    const rules = new Map(this.#rules);
    for (const [name, value] of changes) {
      if (value === null) rules.delete(name);
      else rules.set(name, value);
    }
    return new RoomRules({ revision, rules });
  }

  /** What takes the mutes and bans away that have ended. */
  clearing(now: number): RuleChange[] {
    return [...this.#penalties].flatMap(([name, { until }]) => (until > now ? [] : [[name, null]]));
  }

  /** How long the rules are to be kept, in milliseconds: as long as the longest of them holds at least. */
  keepMs(now: number, until = 0): number {
    const last = [...this.#penalties.values()].reduce(
      (most, one) => Math.max(most, one.until),
      until,
    );
    return Math.max(RULES_KEEP_MS, last - now);
  }

  #holding(name: string, now: number): Penalty | undefined {
    const penalty = this.#penalties.get(name);
    return penalty && penalty.until > now ? penalty : undefined;
  }
}

/** The rules of a room for which nothing is set. */
export const NO_RULES = new RoomRules({ revision: 0, rules: new Map() });

/** The rules of a room as the store has them. */
export function toRoomRules(state: RuleState): RoomRules {
  return state.revision === 0 ? NO_RULES : new RoomRules(state);
}

const PENALTY = /^(?:mute|ban)[:@]/;

/** A penalty as it is kept; undefined for what something else wrote there. */
function readPenalty(value: string): Penalty | undefined {
  try {
    const penalty = JSON.parse(value) as Partial<Penalty> | null;
    return typeof penalty?.until === "number" ? (penalty as Penalty) : undefined;
  } catch {
    return undefined;
  }
}

/** The rule that mutes a name, in all its spellings. */
export function nameOfMute(username: string): string {
  return `mute:${toLook(username)}`;
}

/** The rule that bans a name, in all its spellings, or an address. */
export function nameOfBan(whom: { username: string } | { address: string }): string {
  return "username" in whom ? `ban:${toLook(whom.username)}` : `ban@${whom.address}`;
}
