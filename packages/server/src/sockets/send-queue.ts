// The sending side of one connection: ready frames where they fit, and the end of those that never read.

import type { Writable } from "node:stream";

import type { Socket } from "socket.io";

/** The most packets that may wait for a connection before it is cut off. */
const QUEUE_MAX_PACKETS = 512;
/** The most characters that may wait for a connection before it is cut off. */
const QUEUE_MAX_CHARS = 1_000_000;

/** A Socket.IO packet for the namespace `/`, encoded. */
export type Packet = string;

/** One or several packets for many receivers, encoded once. */
export interface Broadcast {
  packets: readonly Packet[];
  /** The packets as WebSocket frames in one buffer. */
  frames: Buffer;
}

/** The event packet of Socket.IO's protocol 5 with a payload that is JSON already. */
export function toEventPacket(event: string, json: string): Packet {
  return `2["${event}",${json}]`;
}

/** Writes to one connection, in order with all that Socket.IO writes to it. */
export class SendQueue {
  readonly #socket: Socket;
  readonly #cutOff: (socket: Socket, reason: string) => void;
  #waiting = 0;

  /** @param cutOff ends a connection that does not read */
  constructor(socket: Socket, cutOff: (socket: Socket, reason: string) => void) {
    this.#socket = socket;
    this.#cutOff = cutOff;
    corkFlushes(socket.conn);
  }

  /** Sends an event whose payload is JSON already. */
  send(event: string, json: string): void {
    const packet = toEventPacket(event, json);
    if (this.#admit(1, packet.length)) this.#socket.conn.write(packet, { compress: false });
  }

  /** Sends packets that were encoded for many. */
  sendBroadcast({ packets, frames }: Broadcast): void {
    const { conn } = this.#socket;
    if (!this.#admit(packets.length, frames.length)) return;
    const wire = idleWire(conn);
    if (wire) {
      wire.write(frames);
    } else if (isOnWebSocket(conn)) {
      const options = { compress: false, wsPreEncodedFrame: [frames] };
      conn.write(packets[0], options);
    } else {
      // While a connection polls or upgrades, engine.io encodes what it has for the transport that is there when it is
      // flushed: there the frames cannot stand for the packets.
      for (const packet of packets) conn.write(packet, { compress: false });
    }
  }

  /** False where the connection does not read and is cut off now. */
  check(): boolean {
    return this.#admit(0, 0);
  }

  #admit(packets: number, chars: number): boolean {
    const { conn } = this.#socket;
    const queued = writeBufferOf(conn).length;
    const unwritten = wireOf(conn)?.writableLength ?? 0;
    this.#waiting = queued === 0 ? 0 : this.#waiting + chars;
    // However large: who has read all there was is given what comes next.
    if (queued === 0 && unwritten === 0) return true;
    if (queued + packets <= QUEUE_MAX_PACKETS && this.#waiting + unwritten <= QUEUE_MAX_CHARS) {
      return true;
    }
    this.#cutOff(this.#socket, "reads too slowly");
    return false;
  }
}

type Connection = Socket["conn"];

function isOnWebSocket(conn: Connection): boolean {
  return conn.transport.name === "websocket" && !conn.upgrading;
}

/** What engine.io holds back until the transport takes it. Its types keep it private; its length is what to watch. */
function writeBufferOf(conn: Connection): readonly unknown[] {
  return (conn as unknown as { writeBuffer: readonly unknown[] }).writeBuffer;
}

/** The TCP connection under a WebSocket, undefined while the transport polls. ws has no other way to it. */
function wireOf(conn: Connection): Writable | undefined {
  return (conn.transport as { socket?: { _socket?: Writable } }).socket?._socket;
}

/**
 * The wire, where all that was to be sent is on it already: then frames may go straight to it, in order, and engine.io's
 * road, which costs as much as the write itself, is saved.
 */
function idleWire(conn: Connection): Writable | undefined {
  if (!isOnWebSocket(conn) || !conn.transport.writable || writeBufferOf(conn).length > 0) {
    return undefined;
  }
  const wire = conn.readyState === "open" ? wireOf(conn) : undefined;
  return wire?.writable ? wire : undefined;
}

/** What leaves in one flush of engine.io leaves in one write: a hundred acknowledgements are one system call. */
function corkFlushes(conn: Connection): void {
  let corked: Writable | undefined;
  conn.on("flush", (packets: unknown[]) => {
    if (packets.length < 2) return;
    corked = wireOf(conn);
    corked?.cork();
  });
  conn.on("drain", () => {
    corked?.uncork();
    corked = undefined;
  });
}
