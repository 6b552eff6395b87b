// Whose names are whose, in Redis: one key for each claim, so that each is in a slot of its own on a cluster.

import type { NameClaim, NameClaims } from "../../rooms/name-claims.ts";
import type { ScriptedConnection } from "./commands.ts";
import { toChatError } from "./failure.ts";
import { claimKey } from "./keys.ts";

/** How many claims are renewed at a time: those of a large room must not hold up messages. */
const RENEW_AT_ONCE = 256;

/** The claims in Redis, shared by all nodes. */
export class RedisNameClaims implements NameClaims {
  readonly #commands: ScriptedConnection;

  constructor(commands: ScriptedConnection) {
    this.#commands = commands;
  }

  async find(look: string): Promise<NameClaim | undefined> {
    try {
      return readClaim(await this.#commands.get(claimKey(look)));
    } catch (error) {
      throw toChatError(error);
    }
  }

  async claim(look: string, claim: NameClaim, ttlMs: number): Promise<NameClaim> {
    const { username, proof } = claim;
    const wanted = `${proof} ${username}`;
    const ttl = String(Math.ceil(ttlMs));
    try {
      return readClaim(await this.#commands.claim(claimKey(look), wanted, proof, ttl)) ?? claim;
    } catch (error) {
      throw toChatError(error);
    }
  }

  async renew(looks: readonly string[], ttlMs: number): Promise<void> {
    try {
      for (let at = 0; at < looks.length; at += RENEW_AT_ONCE) {
        const some = looks.slice(at, at + RENEW_AT_ONCE);
        await Promise.all(
          some.map((look) => this.#commands.pexpire(claimKey(look), Math.ceil(ttlMs), "GT")),
        );
      }
    } catch (error) {
      throw toChatError(error);
    }
  }
}

/** A claim as it is kept: the proof, a blank, the name. */
function readClaim(kept: string | null): NameClaim | undefined {
  const parts = /^(\S+) (\S+)$/.exec(kept ?? "");
  return parts ? { proof: parts[1] as string, username: parts[2] as string } : undefined;
}
