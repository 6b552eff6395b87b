// The door of Engine.IO and what goes through it: how many connections an address has and begins, and floods of packets
// that are no requests. Knows no requests.

import type { IncomingMessage, ServerResponse } from "node:http";

import type { WireError } from "@chat/protocol";
import type { Socket } from "socket.io";

import type { ClientAddressOf } from "../addresses/client-address.ts";
import type { Limiter, Pace } from "../limits/limiter.ts";
import { type Refused, toWireError } from "../limits/refused.ts";
import { addressOf, noteAddress } from "./connection-address.ts";

/** Why a connection was cut off. */
export type CutOff = "slow" | "flood";

/** A connection of Engine.IO, with what is kept of whoever is behind it. */
interface Connection {
  request: IncomingMessage;
  pace?: Pace;
  strays?: number;
  straysSince?: number;
  on(event: "packet", listener: (this: Connection, packet: EnginePacket) => void): unknown;
  on(event: "close", listener: (this: Connection) => void): unknown;
}

interface EnginePacket {
  type: string;
  data?: unknown;
}

/** A request for a connection, refused by a rate but let through to be told so. */
interface LateRequest extends IncomingMessage {
  refused?: Refused;
}

/** A request of a connection that has begun. */
const SESSION = /[?&]sid=/;
const CROWDED: WireError = {
  code: "rate_limited",
  message: "Too many connections from your address.",
  retryAfterMs: 10_000,
};
/** What the Socket.IO packet of an event begins with. */
const EVENT = 0x32;
/** So many packets that are no requests within {@link STRAYS_WITHIN_MS} are a flood. A client has one in 15 seconds. */
const STRAYS_MAX = 200;
const STRAYS_WITHIN_MS = 4_000;

/** What the guard works with. */
export interface GuardPorts {
  limiter: Limiter;
  addressOf: ClientAddressOf;
  /** Ends a connection at once. */
  cutOff: (conn: Socket["conn"], why: CutOff) => void;
}

/** Guards all connections of a node. */
export class ConnectionGuard {
  readonly #ports: GuardPorts;
  // One of each for all connections: Engine.IO calls them with the connection as `this`.
  readonly #hear: (this: Connection, packet: EnginePacket) => void;
  readonly #close: (this: Connection) => void;

  constructor(ports: GuardPorts) {
    this.#ports = ports;
    const weigh = (conn: Connection, packet: EnginePacket) => this.#weigh(conn, packet);
    this.#hear = function hear(packet) {
      weigh(this, packet);
    };
    this.#close = function close() {
      ports.limiter.closed(addressOf(this as unknown as Socket["conn"]));
    };
  }

  /** Engine.IO middleware, asked before a connection begins: refuses it where its address has or begins too many. */
  readonly admit = (request: IncomingMessage, response: ServerResponse, next: () => void): void => {
    if (SESSION.test(request.url ?? "")) return next();
    const { limiter } = this.#ports;
    const address = this.#ports.addressOf(request);
    if (!limiter.hasRoomFor(address)) return refuse(response, CROWDED);
    const refused = limiter.askAddress(address, "connects");
    if (refused) {
      if (!limiter.mayTell(address)) return refuse(response, toWireError(refused));
      // It learns how long to wait where Socket.IO refuses handshakes.
      (request as LateRequest).refused = refused;
    }
    next();
  };

  /** A connection begins. */
  watch(conn: Socket["conn"]): void {
    const connection = conn as unknown as Connection;
    const address = this.#ports.addressOf(connection.request);
    noteAddress(conn, address);
    this.#ports.limiter.opened(address);
    connection.on("close", this.#close);
    connection.on("packet", this.#hear);
  }

  /** Notes a packet that is no request. Many at once end the connection. */
  stray(conn: Socket["conn"]): void {
    const connection = conn as unknown as Connection;
    const strays = (connection.strays ?? 0) + 1;
    connection.strays = strays;
    if (strays % STRAYS_MAX !== 0) return;
    const now = performance.now();
    if (now - (connection.straysSince ?? 0) < STRAYS_WITHIN_MS) this.#ports.cutOff(conn, "flood");
    connection.straysSince = now;
  }

  /** What a connection has taken of its limits. */
  paceOf(conn: Socket["conn"]): Pace {
    const connection = conn as unknown as Connection;
    return (connection.pace ??= this.#ports.limiter.begin(addressOf(conn)));
  }

  #weigh(connection: Connection, { type, data }: EnginePacket): void {
    const isEvent = type === "message" && typeof data === "string" && data.charCodeAt(0) === EVENT;
    if (!isEvent) this.stray(connection as unknown as Socket["conn"]);
  }
}

/** Answers in HTTP's own words: there is no connection yet that could hear others. A WebSocket is just not opened. */
function refuse(response: ServerResponse, error: WireError): void {
  response.writeHead(429, {
    "Content-Type": "application/json; charset=utf-8",
    "Retry-After": String(Math.ceil((error.retryAfterMs ?? 0) / 1_000)),
    Connection: "close",
  });
  response.end(JSON.stringify({ error }));
}

/** The rate by which a handshake is refused, and how long it has to wait. */
export function refusalOf(request: IncomingMessage): Refused | undefined {
  return (request as LateRequest).refused;
}
