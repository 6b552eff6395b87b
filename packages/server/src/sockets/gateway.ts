// The socket side of the server: connections come and go, each event becomes a request to the chat, and what comes of
// it an acknowledgement. The one place besides HTTP where errors become something on the wire.

import type { Server as HttpServer } from "node:http";

import {
  type Acknowledgement,
  type ChatErrorEvent,
  type RequestName,
  ChatError,
} from "@chat/protocol";
import { Server, type Socket } from "socket.io";

import type { ClientAddressOf } from "../addresses/client-address.ts";
import type { Admission } from "../admission.ts";
import type { Limiter } from "../limits/limiter.ts";
import { type Refused, toWireError } from "../limits/refused.ts";
import type { RequestLog } from "../request-log.ts";
import type { RequestsUnderWay } from "../requests-under-way.ts";
import type { Chat } from "../rooms/chat.ts";
import type { Broadcaster } from "./broadcaster.ts";
import { addressOf } from "./connection-address.ts";
import { ConnectionGuard, type CutOff } from "./connection-guard.ts";
import { checkHandshake, forgetHandshake, noteUpgrade, proofOf } from "./handshake.ts";
import { queuedBytesOf } from "./queued-bytes.ts";
import { refuseOtherMethods } from "./other-methods.ts";
import { Spliced, listenTo, requestParser, toAcknowledgement } from "./request-parser.ts";
import { actOf, requests } from "./requests.ts";
import { RoomlessAdapter } from "./roomless-adapter.ts";
import { setHeaders } from "./polling-headers.ts";
import { SendQueue, toEventPacket } from "./send-queue.ts";
import { WebSocketEngine } from "./server-websocket.ts";

/** The largest packet a client may send, in bytes: a message of 4,000 escaped characters fits twice. */
const PACKET_MAX_BYTES = 100_000;
/** How often the server asks whether a connection is alive, and how long it waits for the answer, in milliseconds. */
const PING_EVERY_MS = 15_000;
const PONG_WITHIN_MS = 10_000;
/** How long a connection may take to enter the namespace, in milliseconds. */
const ENTER_WITHIN_MS = 15_000;
/** How long requests under way may take to finish when the server closes, in milliseconds. */
const FINISH_WITHIN_MS = 4_000;
/** Over how long connections are closed when the server closes, so that they do not all come back at once, in ms. */
const SPREAD_MS = 1_500;

/** What the gateway works with. */
export interface GatewayPorts {
  chat: Chat;
  broadcaster: Broadcaster;
  admission: Admission;
  addressOf: ClientAddressOf;
  limiter: Limiter;
  underWay: RequestsUnderWay;
  /** The header fields of every answer to polling. */
  headers: readonly (readonly [name: string, value: string])[];
  log: RequestLog;
  /** Counts a request: its event, `ok` or the code of its error, and how long it took in seconds. */
  count: (event: RequestName, outcome: string, seconds: number) => void;
  /** Counts who asked to be let in: `ok`, or the code of the error. */
  countHandshake: (outcome: string) => void;
  /** Counts a connection that ended, by Socket.IO's reason. */
  countDisconnect: (reason: string) => void;
  /** Is told of each connection that was cut off. */
  noteCutOff: (why: CutOff, connection: { id: string; address: string }) => void;
}

/** The connections of this node. */
export class Gateway {
  readonly #ports: GatewayPorts;
  readonly #io: Server;
  readonly #guard: ConnectionGuard;
  #closing = false;
  // One of each for all connections: Socket.IO calls listeners with the connection as `this`.
  readonly #cutOffSlow = ({ conn }: Socket): void => this.#cutOff(conn, "slow");
  readonly #leave: (this: Socket, reason: string) => void;

  constructor(http: HttpServer, ports: GatewayPorts) {
    this.#ports = ports;
    const { admission, limiter, addressOf: clientAddressOf } = ports;
    const leave = (socket: Socket, reason: string) => this.#forget(socket, reason);
    this.#leave = function (reason) {
      leave(this, reason);
    };
    const cutOff = (conn: Socket["conn"], why: CutOff) => this.#cutOff(conn, why);
    this.#guard = new ConnectionGuard({ limiter, addressOf: clientAddressOf, cutOff });
    this.#io = new Server(http, {
      serveClient: false,
      maxHttpBufferSize: PACKET_MAX_BYTES,
      pingInterval: PING_EVERY_MS,
      pingTimeout: PONG_WITHIN_MS,
      connectTimeout: ENTER_WITHIN_MS,
      wsEngine: WebSocketEngine,
      // Deflating each frame for each receiver costs six times the CPU of sending it.
      perMessageDeflate: false,
      parser: requestParser,
      adapter: RoomlessAdapter,
      cors: {
        origin: (origin, decide) =>
          decide(null, origin !== undefined && admission.isOriginAllowed(origin)),
      },
    });
    this.#io.engine.on("connection", (conn: Socket["conn"]) => this.#guard.watch(conn));
    this.#io.engine.use(setHeaders(ports.headers));
    this.#io.engine.use(refuseOtherMethods);
    this.#io.engine.use(noteUpgrade);
    this.#io.engine.use(this.#guard.admit);
    this.#io.use(checkHandshake(admission, ports));
    this.#io.on("connection", (socket) => this.#welcome(socket));
  }

  /** How many connections there are. */
  get connections(): number {
    return this.#io.engine.clientsCount;
  }

  /** What waits for connections that have not read it, in bytes. Looks at each of them. */
  get queuedBytes(): number {
    let bytes = 0;
    for (const { conn } of this.#io.sockets.sockets.values()) bytes += queuedBytesOf(conn);
    return bytes;
  }

  /** The address that a connection comes from, see `ClientAddressOf`; `unknown` where it is gone. */
  addressOf(connection: string): string {
    const socket = this.#io.sockets.sockets.get(connection);
    return socket ? addressOf(socket.conn) : "unknown";
  }

  /**
   * Takes no more requests, finishes those under way, then lets the connections go, spread over a moment. Clients
   * take that for a lost connection and come back by themselves. Nobody is told that they left.
   */
  async close(): Promise<void> {
    this.#closing = true;
    await within(FINISH_WITHIN_MS, this.#ports.underWay.none());
    this.#ports.broadcaster.flush();
    const sockets = [...this.#io.sockets.sockets.values()];
    await Promise.all(
      sockets.map(async (socket, index) => {
        await pause(
          (index / Math.max(1, sockets.length)) * Math.min(SPREAD_MS, sockets.length * 20),
        );
        socket.conn.close();
      }),
    );
    // Connections that were never let in, or are closing still.
    this.#io.engine.close();
  }

  #welcome(socket: Socket): void {
    const { chat, broadcaster } = this.#ports;
    forgetHandshake(socket);
    const proof = proofOf(socket);
    if (proof !== undefined) chat.introduce(socket.id, proof);
    const queue = new SendQueue(socket, this.#cutOffSlow);
    broadcaster.connect(socket.id, queue);
    listenTo(socket, (name, payload, id) => this.#hear(socket, queue, name, payload, id));
    socket.on("disconnect", this.#leave);
  }

  /** Takes an event; false where it is no request. */
  #hear(
    socket: Socket,
    queue: SendQueue,
    name: unknown,
    payload: unknown,
    id: number | undefined,
  ): boolean {
    if (!queue.check()) return true;
    if (!isRequest(name)) {
      this.#guard.stray(socket.conn);
      return false;
    }
    const refused = this.#ports.limiter.ask(this.#guard.paceOf(socket.conn), actOf(name));
    if (refused) this.#refuse(socket, queue, name, id, refused);
    else this.#serve(socket, queue, name, payload, id);
    return true;
  }

  #forget(socket: Socket, reason: string): void {
    const { chat, broadcaster, countDisconnect } = this.#ports;
    listenTo(socket, undefined);
    countDisconnect(reason);
    broadcaster.disconnect(socket.id);
    if (!this.#closing) void chat.disconnect(socket.id);
  }

  /** Answers a request. Messages come here by the thousand: nothing is awaited that need not be. */
  #serve(
    socket: Socket,
    queue: SendQueue,
    name: RequestName,
    payload: unknown,
    id: number | undefined,
  ): void {
    const started = performance.now();
    const answer = (answered: Acknowledgement<object> | Spliced) => {
      const outcome = answered instanceof Spliced || answered.ok ? "ok" : answered.error.code;
      this.#ports.count(name, outcome, (performance.now() - started) / 1_000);
      this.#answer(queue, name, id, answered);
      this.#ports.underWay.end();
    };
    const fail = (error: unknown) =>
      answer({ ok: false, error: this.#toChatError(error, socket.id, name).toWire() });
    this.#ports.underWay.begin();
    try {
      if (this.#closing) throw new ChatError("unavailable", "The server is restarting.");
      const said: Promise<object> = requests[name](this.#ports.chat, socket.id, payload);
      said.then((it) => answer(it instanceof Spliced ? it : { ok: true, ...it }), fail);
    } catch (error) {
      fail(error);
    }
  }

  /** Answers at once what is over a limit. Floods come here: nothing is awaited, and no error is made. */
  #refuse(
    socket: Socket,
    queue: SendQueue,
    name: RequestName,
    id: number | undefined,
    refused: Refused,
  ): void {
    const { conn } = socket;
    if (!this.#ports.limiter.forgives(this.#guard.paceOf(conn))) return this.#cutOff(conn, "flood");
    this.#ports.count(name, "rate_limited", 0);
    this.#ports.log.noteRefusal("rate_limited", () => ({
      connection: socket.id,
      event: name,
    }));
    this.#answer(queue, name, id, { ok: false, error: toWireError(refused) });
  }

  #answer(
    queue: SendQueue,
    event: RequestName,
    id: number | undefined,
    answer: Acknowledgement<object> | Spliced,
  ): void {
    const { broadcaster } = this.#ports;
    if (id !== undefined) {
      const json = answer instanceof Spliced ? answer.json : JSON.stringify(answer);
      broadcaster.answer(queue, toAcknowledgement(id, json));
    } else if (!(answer instanceof Spliced) && !answer.ok) {
      const failed: ChatErrorEvent = { event, ...answer.error };
      broadcaster.answer(queue, toEventPacket("chat_error", JSON.stringify(failed)));
    }
  }

  /** Ends a connection and waits for nothing: it would wait for what the other side does not read. */
  #cutOff(conn: Socket["conn"], why: CutOff): void {
    const address = addressOf(conn);
    this.#ports.limiter.punish(address);
    this.#ports.noteCutOff(why, { id: (conn as unknown as { id: string }).id, address });
    conn.close(true);
    (conn.transport as { socket?: { terminate?: () => void } }).socket?.terminate?.();
  }

  #toChatError(error: unknown, connection: string, event: RequestName): ChatError {
    const { log } = this.#ports;
    if (error instanceof ChatError && error.code !== "internal") {
      log.noteRefusal(error.code, () => ({ connection, event }));
      return error;
    }
    const id = log.reportFault(error, { connection, event });
    return new ChatError("internal", `The server made a mistake. Its log has it under ${id}.`);
  }
}

function isRequest(name: unknown): name is RequestName {
  return typeof name === "string" && Object.hasOwn(requests, name);
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

async function within(ms: number, work: Promise<unknown>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  await Promise.race([work, new Promise((resolve) => (timer = setTimeout(resolve, ms)))]);
  clearTimeout(timer);
}
