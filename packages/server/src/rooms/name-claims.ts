// The port behind which it is kept whose a name is. Knows neither secrets nor connections: a name belongs to a proof.

/** What is kept of a secret: its SHA-256 in base64url, 43 characters. Whoever brings the same one is the same person. */
export type Proof = string;

/** A name that belongs to somebody. */
export interface NameClaim {
  /** As its owner first spelled it. */
  username: string;
  proof: Proof;
}

/**
 * Keeps claims, one for each look of a name (see `toLook` of `@chat/protocol/look`), on all nodes the same. All methods
 * reject with a ChatError: `unavailable` while the store cannot be reached.
 */
export interface NameClaims {
  /** The claim that stands; undefined where nobody owns the name. */
  find(look: string): Promise<NameClaim | undefined>;

  /**
   * Makes the claim where none stands, and renews the one that stands where it has the same proof. Of any number of
   * first uses at once, on any nodes, one wins.
   *
   * @param ttlMs how long the claim stands from now on at least, in milliseconds; never shortened
   * @returns the claim that stands now, whosever it is
   */
  claim(look: string, claim: NameClaim, ttlMs: number): Promise<NameClaim>;

  /** Lets the claims that stand on these looks stand for so much longer. Looks that nobody owns stay free. */
  renew(looks: readonly string[], ttlMs: number): Promise<void>;
}
