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
import type { Chat } from "../rooms/chat.ts";
import { type Rate, TokenBucket } from "../rooms/token-bucket.ts";
import {
  AcknowledgementId,
  Spliced,
  acknowledgementParser,
  toAcknowledgement,
} from "./acknowledgement-parser.ts";
import type { Broadcaster } from "./broadcaster.ts";
import { noteAddress } from "./connection-address.ts";
import { checkHandshake, forgetHandshake, proofOf } from "./handshake.ts";
import { refuseOtherMethods } from "./other-methods.ts";
import { requests } from "./requests.ts";
import { RoomlessAdapter } from "./roomless-adapter.ts";
import { SendQueue, toEventPacket } from "./send-queue.ts";

/** The largest packet a client may send, in bytes: a message of 4,000 escaped characters fits twice. */
const PACKET_MAX_BYTES = 100_000;
/** How often the server asks whether a connection is alive, and how long it waits for the answer, in milliseconds. */
const PING_EVERY_MS = 15_000;
const PONG_WITHIN_MS = 10_000;
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
  /** How many messages a connection may post; unlimited where absent. */
  messageRate: Rate | undefined;
  /** Logs a fault of the server and answers the id it is logged under. */
  reportFault: (error: unknown) => string;
  /** Counts a request: its event, `ok` or the code of its error, and how long it took in seconds. */
  count: (event: RequestName, outcome: string, seconds: number) => void;
  /** Logs what an operator may want to know of a connection. */
  note: (what: string, connection: string) => void;
}

/** The connections of this node. */
export class Gateway {
  readonly #ports: GatewayPorts;
  readonly #io: Server;
  /** How many requests are under way, and who waits until none is. */
  #underWay = 0;
  #finished: () => void = () => undefined;
  #closing = false;

  constructor(http: HttpServer, ports: GatewayPorts) {
    this.#ports = ports;
    const { admission, addressOf } = ports;
    this.#io = new Server(http, {
      serveClient: false,
      maxHttpBufferSize: PACKET_MAX_BYTES,
      pingInterval: PING_EVERY_MS,
      pingTimeout: PONG_WITHIN_MS,
      // Deflating each frame for each receiver costs six times the CPU of sending it.
      perMessageDeflate: false,
      parser: acknowledgementParser,
      adapter: RoomlessAdapter,
      cors: {
        origin: (origin, decide) =>
          decide(null, origin !== undefined && admission.isOriginAllowed(origin)),
      },
    });
    this.#io.engine.on("connection", (conn: Socket["conn"]) => {
      noteAddress(conn, addressOf(conn.request));
    });
    this.#io.engine.use(refuseOtherMethods);
    this.#io.use(checkHandshake(admission));
    this.#io.on("connection", (socket) => this.#welcome(socket));
  }

  /** How many connections there are. */
  get connections(): number {
    return this.#io.engine.clientsCount;
  }

  /**
   * Takes no more requests, finishes those under way, then lets the connections go, spread over a moment. Clients
   * take that for a lost connection and come back by themselves. Nobody is told that they left.
   */
  async close(): Promise<void> {
    this.#closing = true;
    if (this.#underWay > 0) {
      await within(FINISH_WITHIN_MS, new Promise<void>((resolve) => (this.#finished = resolve)));
    }
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
    const { chat, broadcaster, messageRate, note } = this.#ports;
    forgetHandshake(socket);
    const proof = proofOf(socket);
    if (proof !== undefined) chat.introduce(socket.id, proof);
    const queue = new SendQueue(socket, (slow, reason) => {
      note(reason, slow.id);
      // Discarded: it would wait for what the other side does not read.
      slow.conn.close(true);
    });
    const bucket = messageRate && new TokenBucket(messageRate, performance.now());
    broadcaster.connect(socket.id, queue);
    // A middleware that goes no further: Socket.IO would have events wait for another turn.
    socket.use((event) => {
      const [name, ...values] = event as [unknown, ...unknown[]];
      if (!socket.connected || !isRequest(name) || !queue.check()) return;
      void this.#serve(socket, queue, name, values, name === "message" ? bucket : undefined);
    });
    socket.on("disconnect", () => {
      broadcaster.disconnect(socket.id);
      if (!this.#closing) void chat.disconnect(socket.id);
    });
  }

  async #serve(
    socket: Socket,
    queue: SendQueue,
    name: RequestName,
    values: readonly unknown[],
    bucket: TokenBucket | undefined,
  ): Promise<void> {
    const last = values.at(-1);
    const id = last instanceof AcknowledgementId ? last : undefined;
    const payload = values[0] === id ? undefined : values[0];
    const started = performance.now();
    this.#underWay++;
    let answer: Acknowledgement<object> | Spliced;
    try {
      if (this.#closing) throw new ChatError("unavailable", "The server is restarting.");
      obey(bucket);
      const said = await requests[name](this.#ports.chat, socket.id, payload);
      answer = said instanceof Spliced ? said : { ok: true, ...said };
    } catch (error) {
      answer = { ok: false, error: this.#toChatError(error).toWire() };
    }
    const outcome = answer instanceof Spliced || answer.ok ? "ok" : answer.error.code;
    this.#ports.count(name, outcome, (performance.now() - started) / 1_000);
    if (id) {
      const json = answer instanceof Spliced ? answer.json : JSON.stringify(answer);
      this.#ports.broadcaster.answer(queue, toAcknowledgement(id, json));
    } else if (!(answer instanceof Spliced) && !answer.ok) {
      const event: ChatErrorEvent = { event: name, ...answer.error };
      this.#ports.broadcaster.answer(queue, toEventPacket("chat_error", JSON.stringify(event)));
    }
    if (--this.#underWay === 0) this.#finished();
  }

  #toChatError(error: unknown): ChatError {
    if (error instanceof ChatError && error.code !== "internal") return error;
    const id = this.#ports.reportFault(error);
    return new ChatError("internal", `The server made a mistake. Its log has it under ${id}.`);
  }
}

function isRequest(name: unknown): name is RequestName {
  return typeof name === "string" && Object.hasOwn(requests, name);
}

function obey(bucket: TokenBucket | undefined): void {
  const retryAfterMs = bucket?.take(performance.now()) ?? 0;
  if (retryAfterMs === 0) return;
  throw new ChatError("rate_limited", "Too many messages at once. Wait a moment.", {
    retryAfterMs,
  });
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

async function within(ms: number, work: Promise<unknown>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  await Promise.race([work, new Promise((resolve) => (timer = setTimeout(resolve, ms)))]);
  clearTimeout(timer);
}
