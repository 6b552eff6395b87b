// Holds the requests of a node to what operators set for rooms, and lets operators set it: the gate, the bouncer and the
// moderation put together. Knows no sockets and no HTTP.

import type { JoinAnswer, JoinRequest, Moderated } from "@chat/protocol";
import type { ModerationRequest } from "@chat/protocol/moderation";

import { Bouncer } from "./bouncer.ts";
import { KnownRules } from "./known-rules.ts";
import type { LiveRoom } from "./live-room.ts";
import type { LiveRooms } from "./live-rooms.ts";
import { Moderation } from "./moderation.ts";
import { namelessOperator } from "./moderation-refusals.ts";
import type { Proof } from "./name-claims.ts";
import type { Names } from "./names.ts";
import { Operators } from "./operators.ts";
import { RoomGate, type Visitor } from "./room-gate.ts";
import { type PasswordHasher, RoomPasswords } from "./room-passwords.ts";
import { NO_RULES, type RoomRules, toRoomRules } from "./room-rules.ts";
import type { RoomStore } from "./room-store.ts";

/** What the domain needs to know of operators, and of where people come from. */
export interface RulePorts {
  /** The names of those who may moderate. */
  operators: readonly string[];
  hasher: PasswordHasher;
  /** The address that a connection comes from, see `ClientAddressOf`. */
  addressOf: (connection: string) => string;
  /** The one way of writing an address that somebody typed; undefined for what is none. */
  toAddress: (text: string) => string | undefined;
  /** Writes down what an operator did. @param target an address, where one is banned or let in again */
  recordDone: (done: Moderated, address: string, target: string | undefined) => void;
  /** Writes down whose connection was taken out of a room. */
  recordOut: (connection: string, done: Moderated, address: string) => void;
}

/** What the keeper works with. */
export interface RuleKeeperPorts extends RulePorts {
  store: RoomStore;
  names: Names;
  rooms: () => LiveRooms;
  /** Takes a connection out of a room. */
  dismiss: (connection: string, room: string) => Promise<void>;
  /** The time in milliseconds since the epoch. */
  now: () => number;
  /** Is told of failures that no request can be answered with. */
  warn: (room: string, error: unknown) => void;
}

/** Somebody who asks over HTTP. */
export interface Outsider {
  /** What their secret proves. */
  proof: Proof | undefined;
  /** See `ClientAddressOf`. */
  address: () => string;
}

/** Whose request it is: a connection's, or an outsider's. */
export type Caller = string | Outsider;

/** The keeper of the rules of all rooms. */
export class RuleKeeper {
  readonly #ports: RuleKeeperPorts;
  readonly #operators: Operators;
  readonly #gate: RoomGate;
  readonly #known: KnownRules;
  readonly #bouncer: Bouncer;
  readonly #moderation: Moderation;

  constructor(ports: RuleKeeperPorts) {
    const { store, names, now, recordDone, recordOut } = ports;
    this.#ports = ports;
    this.#operators = new Operators(ports.operators, names);
    this.#known = new KnownRules(store, now);
    const operators = this.#operators;
    const passwords = new RoomPasswords({ hasher: ports.hasher, now });
    this.#gate = new RoomGate({ operators, passwords, now });
    this.#bouncer = new Bouncer({ ...ports, operators, record: recordOut });
    this.#moderation = new Moderation({
      ...{ store, operators, names, passwords, now, toAddress: ports.toAddress },
      rulesOf: async (room) => {
        const live = await ports.rooms().whenOpen(room);
        return live?.rules ?? toRoomRules(await store.rules(room));
      },
      record: (done, { address, target }) => recordDone(done, address, target),
    });
  }

  /** Hears what was done in a room that is live here. */
  hear(live: LiveRoom, done: Moderated | undefined): void {
    this.#bouncer.hear(live, done);
  }

  /** Lets a connection into an open room. @throws ChatError like {@link RoomGate.enter} */
  async enter(live: LiveRoom, connection: string, request: JoinRequest): Promise<void> {
    let rules = NO_RULES;
    // What is set while a password is being compared counts too.
    while (rules !== live.rules) {
      rules = live.rules;
      await this.#gate.enter(rules, this.#toVisitor(connection, request));
    }
  }

  /** What a joiner is told of the room besides its members. */
  async describe(
    live: LiveRoom,
    connection: string,
    { username, after }: JoinRequest,
  ): Promise<Omit<JoinAnswer, "room" | "username" | "members">> {
    const { topic, isClosed, password } = live.rules;
    const proof = this.#ports.names.proofOf(connection);
    const deleted = after === undefined ? [] : live.erasedUpTo(after);
    return {
      ...(topic !== undefined && { topic }),
      ...(isClosed && { closed: true as const }),
      ...(password !== undefined && { private: true as const }),
      ...((await this.#operators.includes(username, proof)) && { operator: true as const }),
      ...(deleted.length > 0 && { deleted }),
    };
  }

  /**
   * Lets somebody speak in a room.
   *
   * @param inside the live room that they are in
   * @throws ChatError like {@link RoomGate.speak}
   */
  async speak(
    inside: LiveRoom | undefined,
    caller: Caller,
    said: { room: string; username: string; password?: string },
  ): Promise<void> {
    const live = inside ?? this.#ports.rooms().find(said.room);
    const rules = live?.isOpen ? live.rules : await this.#known.of(said.room);
    if (rules === NO_RULES) return;
    await this.#gate.speak(rules, this.#toVisitor(caller, said), inside !== undefined);
  }

  /** Lets somebody read a room with these rules. @throws ChatError like {@link RoomGate.read} */
  async read(
    rules: RoomRules,
    caller: Caller,
    asked: { room: string; password?: string },
  ): Promise<void> {
    if (rules.password === undefined) return;
    await this.#gate.read(rules, this.#toVisitor(caller, { ...asked, username: undefined }));
  }

  /** The rules of a room that is not live here, at most 5 seconds old. */
  ofRoomElsewhere(room: string): Promise<RoomRules> {
    return this.#known.of(room);
  }

  /**
   * Does what an operator asks.
   *
   * @param seated the name under which they are in the room
   * @throws ChatError like {@link Moderation.carryOut}; `invalid_username` where there is no name
   */
  async moderate(
    caller: Caller,
    request: ModerationRequest,
    seated: string | undefined,
  ): Promise<Moderated> {
    const username = request.operator ?? seated;
    if (username === undefined) throw namelessOperator(request.room);
    const { proof, address } = this.#identify(caller);
    const done = await this.#moderation.carryOut(request, { username, proof, address: address() });
    this.#known.distrust(request.room);
    return done;
  }

  #toVisitor<T extends string | undefined>(
    caller: Caller,
    { room, username, password }: { room: string; username: T; password?: string },
  ): Visitor & { username: T } {
    return { room, username, password, ...this.#identify(caller) };
  }

  #identify(caller: Caller): Pick<Visitor, "proof" | "address"> {
    if (typeof caller !== "string") return caller;
    const { names, addressOf } = this.#ports;
    return { proof: names.proofOf(caller), address: () => addressOf(caller) };
  }
}
