// What operators set for rooms and take away from them, in Redis. Knows the measure script and where nonces are kept.

import type { Measure, MeasureOutcome, RuleState } from "../../rooms/room-store.ts";
import { RULES_KEEP_MS } from "../../rooms/room-rules.ts";
import { NONCE_WINDOW_MS } from "@chat/protocol";
import { toErased } from "../../rooms/erasure.ts";
import { readStored } from "./announcements.ts";
import type { ScriptedConnection } from "./commands.ts";
import { historyKey, nonceKey, rulesKey } from "./keys.ts";
import { scanKeys } from "./scan-keys.ts";

const REVISION = "v";

/** The rules of all rooms. Every method rejects with what ioredis or Redis says. */
export class RuleBook {
  readonly #commands: ScriptedConnection;

  constructor(commands: ScriptedConnection) {
    this.#commands = commands;
  }

  /** What is kept of a room, which is in use by that. */
  async read(room: string): Promise<RuleState> {
    const key = rulesKey(room);
    const [fields] = await Promise.all([
      this.#commands.hgetall(key),
      this.#commands.pexpire(key, RULES_KEEP_MS, "GT"),
    ]);
    return toRuleState(Object.entries(fields));
  }

  /** Carries a measure out. */
  async take(room: string, { json, changes, keepMs, erase }: Measure): Promise<MeasureOutcome> {
    const triples = changes.flatMap(([name, value]) =>
      value === null ? ["-", name, ""] : ["=", name, value],
    );
    const [outcome, original] = await this.#commands.measure(
      historyKey(room),
      rulesKey(room),
      json,
      JSON.stringify(changes),
      String(keepMs),
      erase === undefined ? "" : String(erase),
      ...triples,
    );
    if (original !== undefined) await this.#eraseNonce(room, original);
    return outcome;
  }

  /** Takes the text out of what is kept of the message's nonce too. No key leads from a message to its nonce. */
  async #eraseNonce(room: string, original: string): Promise<void> {
    const stored = readStored(original);
    const { username, timestamp } = JSON.parse(original) as { username: string; timestamp: string };
    // Twice the window: the clocks of this machine and of Redis may differ.
    if (!stored || Date.parse(timestamp) < Date.now() - 2 * NONCE_WINDOW_MS) return;
    const erased = toErased(stored).json;
    for await (const key of scanKeys(this.#commands, nonceKey(room, username, "*"), "string")) {
      if ((await this.#commands.get(key)) === original) {
        await this.#commands.set(key, erased, "KEEPTTL", "XX");
        return;
      }
    }
  }
}

/** The rules of a hash, its fields as pairs. */
export function toRuleState(pairs: Iterable<readonly [string, string]>): RuleState {
  const rules = new Map(pairs);
  const revision = Number(rules.get(REVISION) ?? 0);
  rules.delete(REVISION);
  return { revision, rules };
}

/** The rules of a hash, as a script answers it: a list of names and values in turn. */
export function readRulePairs(flat: readonly string[]): RuleState {
  const pairs: [string, string][] = [];
  for (let at = 0; at < flat.length; at += 2) {
    pairs.push([flat[at] as string, flat[at + 1] as string]);
  }
  return toRuleState(pairs);
}
