// Socket.IO's parser, but that it refuses attachments, and that the id of the acknowledgement a request asks for comes to
// its handler as a value: the answer can then be put together from JSON that is there already, and leave in one write with
// all else of the turn.
// Source of the packets' form: Socket.IO protocol 5.

import { Decoder, Encoder, type Packet, PacketType } from "socket.io-parser";

const BINARY_EVENT = 0x30 + PacketType.BINARY_EVENT;
const BINARY_ACK = 0x30 + PacketType.BINARY_ACK;

/** The id that a client gave to the acknowledgement it asks for. It is the last of an event's values. */
export class AcknowledgementId {
  readonly value: number;

  constructor(value: number) {
    this.value = value;
  }
}

/** A value that is JSON text already. */
export class Spliced {
  readonly json: string;

  constructor(json: string) {
    this.json = json;
  }
}

/** The packet that answers with JSON. */
export function toAcknowledgement(id: AcknowledgementId, json: string): string {
  return `${PacketType.ACK}${id.value}[${json}]`;
}

class AcknowledgementDecoder extends Decoder {
  constructor() {
    super();
    // The first to hear of a packet: Socket.IO gets it as it is left here.
    this.on("decoded", keepAcknowledgementId);
  }

  /** @throws Error for a packet that announces attachments: no request has any, and nothing is to wait for them */
  override add(chunk: unknown): void {
    if (typeof chunk === "string" && isBinary(chunk.charCodeAt(0))) {
      throw new Error("attachments are not taken");
    }
    super.add(chunk);
  }
}

/** Whether a packet has attachments, by the first character of its head. */
function isBinary(type: number): boolean {
  return type === BINARY_EVENT || type === BINARY_ACK;
}

function keepAcknowledgementId(packet: Packet): void {
  if (packet.type !== PacketType.EVENT || packet.id === undefined) return;
  // A number that is not written as it was read would make an answer that is no packet: nobody can be waiting for it.
  if (Number.isSafeInteger(packet.id)) {
    (packet.data as unknown[]).push(new AcknowledgementId(packet.id));
  }
  delete packet.id;
}

/** The `parser` option of a Socket.IO server. Its packets are the usual ones, on both sides. */
export const acknowledgementParser = { Encoder, Decoder: AcknowledgementDecoder };
