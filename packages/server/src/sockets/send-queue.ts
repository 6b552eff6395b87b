// The sending side of one connection: ready frames where they fit, and the end of those that never read.

import type { Writable } from "node:stream";

import type { Socket } from "socket.io";

import { toFrames } from "./websocket-frame.ts";

/** The most packets that may wait for a connection before it is cut off. */
const QUEUE_MAX_PACKETS = 512;
/** The most characters that may wait for a connection before it is cut off. */
const QUEUE_MAX_CHARS = 1_000_000;
/** How many characters are held for the end of the turn before they are sent at once. */
const HELD_MAX_CHARS = 64_000;

/** A Socket.IO packet for the namespace `/`, encoded. */
export type Packet = string;

/** One or several packets for many receivers, encoded once. */
export interface Broadcast {
  packets: readonly Packet[];
  /** The packets as WebSocket frames in one buffer. */
  frames: Buffer;
}

/** Encodes packets for whoever they are for. Engine.IO marks a message with a 4. */
export function toBroadcast(packets: readonly Packet[]): Broadcast {
  return { packets, frames: toFrames(packets.map((packet) => `4${packet}`)) };
}

/** The event packet of Socket.IO's protocol 5 with a payload that is JSON already. */
export function toEventPacket(event: string, json: string): Packet {
  return `2["${event}",${json}]`;
}

/** Writes to one connection, in order with all that Socket.IO writes to it. */
export class SendQueue {
  readonly #socket: Socket;
  readonly #conn: Connection;
  readonly #cutOff: (socket: Socket, reason: string) => void;
  #waiting = 0;
  /** What is held; nearly always nothing. */
  #held: Packet[] | undefined;
  #heldChars = 0;
  /**
   * The wire, from when it was found to be all that is between this queue and the member, until something took engine.io's
   * road again. Here since each object on the way to it costs a member of a large room as much as the rest of this.
   */
  #wire: Writable | undefined;

  /** @param cutOff ends a connection that does not read */
  constructor(socket: Socket, cutOff: (socket: Socket, reason: string) => void) {
    this.#socket = socket;
    this.#conn = socket.conn;
    this.#cutOff = cutOff;
  }

  /** Sends an event whose payload is JSON already. */
  send(event: string, json: string): void {
    this.sendBroadcast(toBroadcast([toEventPacket(event, json)]));
  }

  /** Keeps a packet for {@link release}, or for the next that is sent: it leaves before that, in the same write. */
  hold(packet: Packet): void {
    (this.#held ??= []).push(packet);
    this.#heldChars += packet.length;
    if (this.#heldChars > HELD_MAX_CHARS) this.release();
  }

  /** Sends what was held. */
  release(): void {
    const held = this.#takeHeld();
    if (held) this.#write(held);
  }

  /** Sends packets that were encoded for many. */
  sendBroadcast(broadcast: Broadcast): void {
    const held = this.#takeHeld();
    if (!held) return this.#write(broadcast);
    this.#write({
      packets: [...held.packets, ...broadcast.packets],
      frames: Buffer.concat([held.frames, broadcast.frames]),
    });
  }

  /** False where the connection does not read and is cut off now. */
  check(): boolean {
    return this.#admit(0, 0);
  }

  #takeHeld(): Broadcast | undefined {
    const held = this.#held;
    if (held === undefined) return undefined;
    this.#held = undefined;
    this.#heldChars = 0;
    return toBroadcast(held);
  }

  #write(broadcast: Broadcast): void {
    const wire = this.#wire;
    // Most members have read all there was, and nothing of theirs has to be counted.
    if (wire?.writableLength === 0 && wire.writable && this.#conn.readyState === "open") {
      wire.write(broadcast.frames);
      return;
    }
    this.#writeWithCare(broadcast);
  }

  #writeWithCare({ packets, frames }: Broadcast): void {
    const conn = this.#conn;
    const wire = idleWire(conn);
    this.#wire = wire;
    if (wire?.writableLength === 0) {
      this.#waiting = 0;
      wire.write(frames);
      return;
    }
    if (!this.#admit(packets.length, frames.length)) return;
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

  #admit(packets: number, chars: number): boolean {
    const conn = this.#conn;
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
