// Socket.IO's parser, but that it refuses attachments, and that requests go straight to whoever serves the connection, with
// the id of the acknowledgement they ask for: Socket.IO's own road from a packet to its listener costs several times as
// much, and leads to a function for each answer, where the answer can be put together from JSON that is there already.
// Source of the packets' form: Socket.IO protocol 5.

import type { Socket } from "socket.io";
import { Decoder, Encoder, PacketType } from "socket.io-parser";

const EVENT = 0x30 + PacketType.EVENT;
const BINARY_EVENT = 0x30 + PacketType.BINARY_EVENT;
const BINARY_ACK = 0x30 + PacketType.BINARY_ACK;

/** The head of an event for the namespace `/`, which need not be named, up to its values. */
const HEAD = /^2(?:\/,)?(\d*)\[/;

/**
 * Takes an event of a connection, or answers false where it is for Socket.IO to deal with: that finds what is wrong with it, or
 * nobody who listens.
 *
 * @param name undefined for what is written as no client writes it
 * @param payload the first of its values
 * @param id the id that the client gave to the acknowledgement it asks for, if it does
 */
export type Hear = (name: unknown, payload: unknown, id: number | undefined) => boolean;

/** A value that is JSON text already. */
export class Spliced {
  readonly json: string;

  constructor(json: string) {
    this.json = json;
  }
}

/** The packet that answers with JSON. */
export function toAcknowledgement(id: number, json: string): string {
  return `${PacketType.ACK}${id}[${json}]`;
}

class RequestDecoder extends Decoder {
  hear: Hear | undefined;

  /** @throws Error for a packet that announces attachments: no request has any, and nothing is to wait for them */
  override add(chunk: unknown): void {
    if (typeof chunk === "string") {
      const type = chunk.charCodeAt(0);
      if (type === EVENT && this.hear && hand(chunk, this.hear)) return;
      if (type === BINARY_EVENT || type === BINARY_ACK) {
        throw new Error("attachments are not taken");
      }
    }
    super.add(chunk);
  }
}

/** False for what is not taken. */
function hand(packet: string, hear: Hear): boolean {
  const [head, digits] = HEAD.exec(packet) ?? [];
  if (head === undefined) return hear(undefined, undefined, undefined);
  let values: unknown[];
  try {
    values = JSON.parse(packet.slice(head.length - 1)) as unknown[];
  } catch {
    return false;
  }
  const id = digits ? Number(digits) : undefined;
  // A number that is not written as it was read would make an answer that is no packet: nobody can be waiting for it.
  return hear(values[0], values[1], Number.isSafeInteger(id) ? id : undefined);
}

/** Has the events of a connection handed to `hear` from here on, each before any that is read after it. */
export function listenTo(socket: Socket, hear: Hear | undefined): void {
  // Socket.IO's types keep it private.
  (socket.client as unknown as { decoder: RequestDecoder }).decoder.hear = hear;
}

/** The `parser` option of a Socket.IO server. Its packets are the usual ones, on both sides. */
export const requestParser = { Encoder, Decoder: RequestDecoder };
