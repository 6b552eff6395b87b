// Who may come into a room, read it and speak in it, by what operators set. What they set does not bind themselves.
// Asked only where a room has rules; knows neither connections nor how rules are kept.

import type { Proof } from "./name-claims.ts";
import type { Operators } from "./operators.ts";
import type { RoomPasswords } from "./room-passwords.ts";
import type { RoomRules } from "./room-rules.ts";

/** What the gate works with. */
export interface RoomGatePorts {
  operators: Pick<Operators, "includes">;
  passwords: Pick<RoomPasswords, "check">;
  /** The time in milliseconds since the epoch. */
  now: () => number;
}

/** Somebody at the gate. */
export interface Visitor {
  room: string;
  /** Undefined where somebody reads without a name. */
  username: string | undefined;
  proof: Proof | undefined;
  /** See `ClientAddressOf`. */
  address: () => string;
  /** The password they brought. */
  password: string | undefined;
}

/** The gate of all rooms. */
export class RoomGate {
  readonly #ports: RoomGatePorts;

  constructor(ports: RoomGatePorts) {
    this.#ports = ports;
  }

  /** @throws ChatError `banned`, `password_required`, `wrong_password`, `rate_limited`, `unavailable` */
  async enter(rules: RoomRules, visitor: Visitor & { username: string }): Promise<void> {
    const { username, address } = visitor;
    const refused = rules.judgePresence(username, address, this.#ports.now());
    if (refused && !(await this.#isOperator(visitor))) throw refused;
    await this.read(rules, visitor);
  }

  /**
   * @param inside whether they are in the room, and need no password any more
   * @throws ChatError like {@link enter}; `muted`, `room_closed`
   */
  async speak(
    rules: RoomRules,
    visitor: Visitor & { username: string },
    inside: boolean,
  ): Promise<void> {
    const { username, address } = visitor;
    const refused = rules.judgeSpeaking(username, address, this.#ports.now());
    if (refused && !(await this.#isOperator(visitor))) throw refused;
    if (!inside) await this.read(rules, visitor);
  }

  /** @throws ChatError `password_required`, `wrong_password`, `rate_limited`, `unavailable` */
  async read(rules: RoomRules, visitor: Visitor): Promise<void> {
    if (rules.password === undefined || (await this.#isOperator(visitor))) return;
    const { room, password, address } = visitor;
    await this.#ports.passwords.check(room, rules.password, password, address());
  }

  #isOperator({ username, proof }: Visitor): Promise<boolean> {
    return this.#ports.operators.includes(username, proof);
  }
}
