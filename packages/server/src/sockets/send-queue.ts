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
    // Only once a connection is on WebSocket for good do the frames stand for the packets: while it polls or upgrades,
    // engine.io encodes what it has for the transport that is there when it is flushed.
    if (conn.transport.name === "websocket" && !conn.upgrading) {
      const options = { compress: false, wsPreEncodedFrame: [frames] };
      conn.write(packets[0], options);
      return;
    }
    for (const packet of packets) conn.write(packet, { compress: false });
  }

  /** False where the connection does not read and is cut off now. */
  check(): boolean {
    return this.#admit(0, 0);
  }

  #admit(packets: number, chars: number): boolean {
    // engine.io types keep the buffer private; its length is what its documentation says to watch.
    const { writeBuffer } = this.#socket.conn as unknown as { writeBuffer: unknown[] };
    this.#waiting = writeBuffer.length === 0 ? 0 : this.#waiting + chars;
    if (writeBuffer.length + packets <= QUEUE_MAX_PACKETS && this.#waiting <= QUEUE_MAX_CHARS) {
      return true;
    }
    if (writeBuffer.length === 0) return true;
    this.#cutOff(this.#socket, "reads too slowly");
    return false;
  }
}

/** What leaves in one flush of engine.io leaves in one write: a hundred acknowledgements are one system call. */
function corkFlushes(conn: Socket["conn"]): void {
  let corked: Writable | undefined;
  conn.on("flush", (packets: unknown[]) => {
    if (packets.length < 2) return;
    // ws has no other way to its TCP connection; absent while the transport polls.
    const { socket } = conn.transport as { socket?: { _socket?: Writable } };
    corked = socket?._socket;
    corked?.cork();
  });
  conn.on("drain", () => {
    corked?.uncork();
    corked = undefined;
  });
}
