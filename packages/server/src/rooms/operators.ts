// Who may moderate: those whom the operator of the server named, while they use such a name and own it.

import { toLook } from "@chat/protocol/look";

import type { Proof } from "./name-claims.ts";
import type { Names } from "./names.ts";

/** The operators of a server. */
export class Operators {
  readonly #names: ReadonlySet<string>;
  readonly #looks: ReadonlySet<string>;
  readonly #ownership: Pick<Names, "isOwner">;

  constructor(names: readonly string[], ownership: Pick<Names, "isOwner">) {
    this.#names = new Set(names);
    this.#looks = new Set(names.map(toLook));
    this.#ownership = ownership;
  }

  /** Whether a name, or one that looks like it, is an operator's, whoever uses it. */
  isNamed(username: string): boolean {
    return this.#looks.size > 0 && this.#looks.has(toLook(username));
  }

  /**
   * Whether somebody is an operator: the name is on the list, and the proof is its owner's.
   *
   * @throws ChatError `unavailable`
   */
  async includes(username: string | undefined, proof: Proof | undefined): Promise<boolean> {
    if (username === undefined || !this.#names.has(username)) return false;
    return this.#ownership.isOwner(username, proof);
  }
}
