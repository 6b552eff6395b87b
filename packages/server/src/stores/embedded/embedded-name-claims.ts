// Whose names are whose, on this machine's disk. A claim is on the disk before its owner is told that it stands.

import type { NameClaim, NameClaims } from "../../rooms/name-claims.ts";
import type { KeptClaim, Tables } from "./database.ts";
import type { GroupCommit } from "./group-commit.ts";

/** The most claims that one sweep forgets, so that it never holds up messages for long. */
const SWEEP_MAX = 2_000;

/** What the claims work with. */
export interface EmbeddedNameClaimsPorts {
  table: Tables["claims"];
  commits: Pick<GroupCommit, "run" | "runLater">;
  /** The time in milliseconds since the epoch. */
  now: () => number;
  /** @throws ChatError `unavailable` where the store is closed */
  assertOpen: () => void;
}

/** The claims of an embedded server. */
export class EmbeddedNameClaims implements NameClaims {
  readonly #ports: EmbeddedNameClaimsPorts;

  constructor(ports: EmbeddedNameClaimsPorts) {
    this.#ports = ports;
  }

  async find(look: string): Promise<NameClaim | undefined> {
    this.#ports.assertOpen();
    return this.#standing(look);
  }

  async claim(look: string, { username, proof }: NameClaim, ttlMs: number): Promise<NameClaim> {
    this.#ports.assertOpen();
    const standing = this.#standing(look);
    // Only the first use waits for the disk, and comes after all that was asked for before it.
    if (standing?.proof === proof) this.#renewLater([look], ttlMs);
    if (standing) return standing;
    return this.#ports.commits.run(() => {
      const winner = this.#standing(look);
      if (winner) return winner;
      this.#put(look, { username, proof, until: this.#ports.now() + ttlMs });
      return { username, proof };
    });
  }

  async renew(looks: readonly string[], ttlMs: number): Promise<void> {
    this.#ports.assertOpen();
    if (looks.some((look) => this.#standing(look))) this.#renewLater(looks, ttlMs);
  }

  /** Forgets what has expired, some of it. Inside a transaction. */
  sweep(): void {
    const now = this.#ports.now();
    const expired = [...this.#ports.table.getRange()].filter(({ value }) => value.until <= now);
    for (const { key } of expired.slice(0, SWEEP_MAX)) this.#ports.table.removeSync(key);
  }

  #renewLater(looks: readonly string[], ttlMs: number): void {
    const until = this.#ports.now() + ttlMs;
    this.#ports.commits.runLater(() => {
      for (const look of looks) {
        const standing = this.#standing(look);
        if (standing && standing.until < until) this.#put(look, { ...standing, until });
      }
    });
  }

  #standing(look: string): KeptClaim | undefined {
    const kept = this.#ports.table.get(look);
    return kept && kept.until > this.#ports.now() ? kept : undefined;
  }

  #put(look: string, claim: KeptClaim): void {
    this.#ports.table.putSync(look, claim);
  }
}
