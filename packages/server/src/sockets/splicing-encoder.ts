// Socket.IO's encoder, but that JSON which is there already is spliced in as it is: an acknowledgement with a hundred
// stored messages is neither parsed nor written again. Source of the form: Socket.IO protocol 5, ACK packets.

import { Decoder, Encoder, type Packet, PacketType } from "socket.io-parser";

/** A value that is JSON text already. */
export class Spliced {
  readonly json: string;

  constructor(json: string) {
    this.json = json;
  }
}

class SplicingEncoder extends Encoder {
  override encode(packet: Packet): ReturnType<Encoder["encode"]> {
    const data = packet.data as unknown;
    if (packet.type === PacketType.ACK && Array.isArray(data) && data[0] instanceof Spliced) {
      const namespace = packet.nsp === "/" ? "" : `${packet.nsp},`;
      return [`${PacketType.ACK}${namespace}${packet.id}[${data[0].json}]`];
    }
    return super.encode(packet);
  }
}

/** The `parser` option of a Socket.IO server. What it sends and reads is what the usual one does. */
export const splicingParser = { Encoder: SplicingEncoder, Decoder };
