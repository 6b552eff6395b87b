// What operators do in rooms: whether they may, what it comes to, and that it is kept, announced and recorded. Knows no
// sockets and no HTTP.

import { ChatError, type Moderated } from "@chat/protocol";
import type { ModerationRequest } from "@chat/protocol/moderation";

import { toDeed } from "./measures.ts";
import { isOperator, noSuchMessage, notOperator, tooManyPenalties } from "./moderation-refusals.ts";
import type { Proof } from "./name-claims.ts";
import type { Names } from "./names.ts";
import type { Operators } from "./operators.ts";
import type { RoomPasswords } from "./room-passwords.ts";
import type { RoomRules } from "./room-rules.ts";
import type { RoomStore } from "./room-store.ts";

/** The most mutes and bans that a room keeps. */
const PENALTIES_MAX = 1_000;

/** What moderation works with. */
export interface ModerationPorts {
  store: Pick<RoomStore, "takeMeasure">;
  operators: Operators;
  names: Pick<Names, "use">;
  passwords: Pick<RoomPasswords, "keep">;
  /** The rules of a room as they are now. */
  rulesOf: (room: string) => Promise<RoomRules>;
  /** The one way of writing an address, see `toAddressKey`; undefined for what is none. */
  toAddress: (text: string) => string | undefined;
  /** The time in milliseconds since the epoch. */
  now: () => number;
  /** Writes down what was done. */
  record: (done: Moderated, asked: { address: string; target: string | undefined }) => void;
}

/** Who asks. */
export interface Moderator {
  username: string;
  proof: Proof | undefined;
  /** See `ClientAddressOf`. */
  address: string;
}

/** The moderation of all rooms. */
export class Moderation {
  readonly #ports: ModerationPorts;

  constructor(ports: ModerationPorts) {
    this.#ports = ports;
  }

  /**
   * Does what an operator asks, and answers with what the room is told. Doing the same again is no error.
   *
   * @throws ChatError `forbidden` for who is no operator, and for what is done to one; `not_found` for a message that is
   * not there; `username_taken`, `invalid_request`, `rate_limited`, `unavailable`
   */
  async carryOut(asked: ModerationRequest, moderator: Moderator): Promise<Moderated> {
    const { store, operators, rulesOf, now, record } = this.#ports;
    await this.#checkOperator(moderator);
    const request = this.#toRequest(asked);
    const { room, action } = request;
    if (isAgainst(action) && "username" in request && operators.isNamed(request.username)) {
      throw isOperator(request.username);
    }
    const rules = await rulesOf(room);
    if ((action === "mute" || action === "ban") && rules.penalties(now()).length >= PENALTIES_MAX) {
      throw tooManyPenalties(PENALTIES_MAX);
    }
    const context = { by: moderator.username, now: now(), ...(await this.#keepPassword(request)) };
    const { changes, told, erase, until } = toDeed(request, context);
    const timestamp = new Date(context.now).toISOString();
    const done: Moderated = { room, action, by: moderator.username, ...told, timestamp };
    const outcome = await store.takeMeasure(room, {
      json: JSON.stringify(done),
      changes: [...rules.clearing(context.now), ...changes],
      keepMs: rules.keepMs(context.now, until),
      ...(erase !== undefined && { erase }),
    });
    if (outcome === "absent") throw noSuchMessage(room, erase ?? 0);
    const target = "address" in request ? request.address : undefined;
    record(done, { address: moderator.address, target });
    return done;
  }

  async #checkOperator({ username, proof }: Moderator): Promise<void> {
    const { operators, names } = this.#ports;
    // The first thing that an operator does may be this: then the name becomes theirs by it.
    if (operators.isNamed(username) && proof !== undefined) await names.use(username, proof);
    if (!(await operators.includes(username, proof))) throw notOperator(username);
  }

  #toRequest(request: ModerationRequest): ModerationRequest {
    if (!("address" in request)) return request;
    const address = this.#ports.toAddress(request.address);
    if (address === undefined) {
      throw new ChatError("invalid_request", `"${request.address}" is no IP address.`);
    }
    return { ...request, address };
  }

  async #keepPassword(request: ModerationRequest): Promise<{ keptPassword?: string }> {
    if (request.action !== "password" || request.password === null) return {};
    return { keptPassword: await this.#ports.passwords.keep(request.password) };
  }
}

function isAgainst(action: ModerationRequest["action"]): boolean {
  return action === "kick" || action === "mute" || action === "ban";
}
