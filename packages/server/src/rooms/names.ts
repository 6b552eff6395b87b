// Whose name is whose: who may come in or speak under a name, and who owns it. Remembers for a while what the store said,
// so that no message waits for it. Knows neither rooms nor how a secret is brought.

import { toLook } from "@chat/protocol/look";

import type { NameClaim, NameClaims, Proof } from "./name-claims.ts";
import { nameTaken } from "./refusals.ts";

/** How long it is believed without asking the store that a name is nobody's, or another's, in milliseconds. */
const BELIEVE_MS = 10_000;
/** The shortest and the longest pause between two renewals of a claim in use, in milliseconds. */
const RENEW_MIN_MS = 1_000;
const RENEW_MAX_MS = 3_600_000;

/** What the names of a node work with. */
export interface NamesPorts {
  claims: NameClaims;
  /** How long a claim stands after its last use, in milliseconds. */
  ttlMs: number;
  /** A time in milliseconds that only grows. */
  now: () => number;
}

/** What is known of a look. */
interface Standing {
  /** Undefined where nobody owns it. */
  claim: NameClaim | undefined;
  /** Until when that is believed, by the clock of the ports. */
  until: number;
  /** The connection that was found to be its owner's last: it need not be compared again. */
  bearer: Bearer | undefined;
}

/** What a connection's secret proves, as an object that is the connection's own. */
interface Bearer {
  readonly proof: Proof;
}

/** The names of all who use this node. */
export class Names {
  readonly #ports: NamesPorts;
  /** connection → what its secret proves; nothing for those without one */
  readonly #bearers = new Map<string, Bearer>();
  readonly #byLook = new Map<string, Standing>();
  /** username → the same as by its look, so that a message need not work that out */
  readonly #byName = new Map<string, Standing>();
  #sweptAt: number;

  constructor(ports: NamesPorts) {
    this.#ports = ports;
    this.#sweptAt = ports.now();
  }

  /** How often a claim in use is renewed, in milliseconds: 1 second to 1 hour. */
  get renewEveryMs(): number {
    return Math.min(Math.max(this.#ports.ttlMs / 4, RENEW_MIN_MS), RENEW_MAX_MS);
  }

  /** How long the store is told to keep a claim: the time to live, counted from the end of a pause between renewals. */
  get keepMs(): number {
    return this.#ports.ttlMs + 2 * this.renewEveryMs;
  }

  /** Notes what a connection's secret proves. {@link forget} it when the connection is gone. */
  introduce(connection: string, proof: Proof): void {
    this.#bearers.set(connection, { proof });
  }

  /** Forgets a connection. */
  forget(connection: string): void {
    this.#bearers.delete(connection);
  }

  /** What a connection's secret proves; undefined where it brought none. */
  proofOf(connection: string | undefined): Proof | undefined {
    return connection === undefined ? undefined : this.#bearers.get(connection)?.proof;
  }

  /**
   * Lets somebody use a name, and makes it theirs where it is nobody's and they bring a proof. Answers undefined where
   * that is known already, so that nothing has to be waited for.
   *
   * @throws ChatError `username_taken`, at once or by the promise; `unavailable`
   */
  use(username: string, proof: Proof | undefined): Promise<void> | undefined {
    const standing = this.#byName.get(username);
    if (standing === undefined || standing.until <= this.#ports.now()) {
      return this.#ask(username, proof);
    }
    if (standing.claim === undefined) return proof ? this.#ask(username, proof) : undefined;
    if (!isSameProof(standing.claim.proof, proof)) throw nameTaken(username, standing.claim);
    return undefined;
  }

  /**
   * The same for a connection that uses the name all the time, and quicker: for its messages.
   *
   * @throws as {@link use}
   */
  useAs(connection: string, username: string): Promise<void> | undefined {
    const bearer = this.#bearers.get(connection);
    const standing = this.#byName.get(username);
    const isKnown = bearer !== undefined && standing?.bearer === bearer;
    if (isKnown && standing.until > this.#ports.now()) return undefined;
    const asked = this.use(username, bearer?.proof);
    if (!asked && standing?.claim) standing.bearer = bearer;
    return asked;
  }

  /**
   * Whether somebody owns a name. Claims nothing: a name is claimed by {@link use}. May be up to 10 seconds late to know
   * of a claim that was made on another node.
   *
   * @throws ChatError `unavailable`
   */
  async isOwner(username: string, proof: Proof | undefined): Promise<boolean> {
    if (proof === undefined) return false;
    let standing = this.#byName.get(username);
    if (standing === undefined || standing.until <= this.#ports.now()) {
      const look = toLook(username);
      standing = this.#note(username, look, await this.#ports.claims.find(look), BELIEVE_MS);
    }
    return standing.claim !== undefined && isSameProof(standing.claim.proof, proof);
  }

  /** Believes nothing of what it knows any more: the store may have lost its claims. */
  distrust(): void {
    this.#byLook.clear();
    this.#byName.clear();
  }

  async #ask(username: string, proof: Proof | undefined): Promise<void> {
    const { claims } = this.#ports;
    const look = toLook(username);
    const claim =
      proof === undefined
        ? await claims.find(look)
        : await claims.claim(look, { username, proof }, this.keepMs);
    const mine = claim !== undefined && isSameProof(claim.proof, proof);
    const standing = this.#note(username, look, claim, mine ? this.renewEveryMs : BELIEVE_MS);
    if (standing.claim !== undefined && !isSameProof(standing.claim.proof, proof)) {
      throw nameTaken(username, standing.claim);
    }
  }

  #note(username: string, look: string, claim: NameClaim | undefined, forMs: number): Standing {
    this.#sweep();
    const until = this.#ports.now() + forMs;
    let standing = this.#byLook.get(look);
    if (standing === undefined) {
      this.#byLook.set(look, (standing = { claim, until, bearer: undefined }));
    } else if (claim !== undefined || standing.until <= this.#ports.now()) {
      // Changed in place: another spelling of the name is as much concerned. A claim made while somebody asked whether
      // there was one is not forgotten for the answer that there was none.
      standing.claim = claim;
      standing.bearer = undefined;
      standing.until = until;
    }
    this.#byName.set(username, standing);
    return standing;
  }

  /** Forgets what is not believed any more, now and then, so that names which nobody uses take no memory. */
  #sweep(): void {
    const now = this.#ports.now();
    if (now < this.#sweptAt + BELIEVE_MS) return;
    this.#sweptAt = now;
    for (const known of [this.#byLook, this.#byName]) {
      for (const [key, { until }] of known) if (until <= now) known.delete(key);
    }
  }
}

/** Compares every character, so that the time taken tells nothing of the proof. */
function isSameProof(one: Proof, other: Proof | undefined): boolean {
  if (other === undefined || one.length !== other.length) return false;
  let difference = 0;
  for (let at = 0; at < one.length; at++) difference |= one.charCodeAt(at) ^ other.charCodeAt(at);
  return difference === 0;
}
