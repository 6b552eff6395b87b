// Claims in memory, with a clock that a test turns on.

import { ChatError } from "@chat/protocol";

import type { NameClaim, NameClaims } from "../../src/rooms/name-claims.ts";

/** The claims of one store, for any number of nodes. */
export class MemoryNameClaims implements NameClaims {
  /** The time in milliseconds. */
  now = 0;
  /** Whether the store can be reached. */
  away = false;
  /** The calls so far, such as `find bob`. */
  readonly calls: string[] = [];
  readonly #claims = new Map<string, NameClaim & { until: number }>();

  async find(look: string): Promise<NameClaim | undefined> {
    this.#called(`find ${look}`);
    return this.#standing(look);
  }

  async claim(look: string, claim: NameClaim, ttlMs: number): Promise<NameClaim> {
    this.#called(`claim ${look}`);
    const standing = this.#standing(look);
    if (standing && standing.proof !== claim.proof) return standing;
    const kept = standing ?? { ...claim, until: 0 };
    this.#claims.set(look, { ...kept, until: this.now + ttlMs });
    return kept;
  }

  async renew(looks: readonly string[], ttlMs: number): Promise<void> {
    this.#called(`renew ${[...looks].sort().join(" ")}`);
    for (const look of looks) {
      const standing = this.#standing(look);
      if (standing) this.#claims.set(look, { ...standing, until: this.now + ttlMs });
    }
  }

  /** Forgets all of it, as a flush does. */
  forget(): void {
    this.#claims.clear();
  }

  #called(call: string): void {
    this.calls.push(call);
    if (this.away) throw new ChatError("unavailable", "The store is away.");
  }

  #standing(look: string): (NameClaim & { until: number }) | undefined {
    const claim = this.#claims.get(look);
    return claim && claim.until > this.now ? claim : undefined;
  }
}
