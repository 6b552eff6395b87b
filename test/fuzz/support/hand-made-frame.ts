// WebSocket frames bit by bit, right ones and wrong ones. Source: RFC 6455, section 5.2.

/** A frame. */
export interface HandMadeFrame {
  fin: boolean;
  /** The three reserved bits, 0 to 7. */
  reserved: number;
  /** 0 to 15. */
  opcode: number;
  masked: boolean;
  /** How the length it states relates to the one it has. */
  length: "real" | "longer" | "shorter" | "huge" | "needlessly-long";
  /** A character a byte. */
  payload: string;
}

const MASK = Buffer.from([0x37, 0xfa, 0x21, 0x3d]);
const HUGE = 2n ** 63n - 1n;

/** The frame's bytes, a character each. */
export function encodeFrame(frame: HandMadeFrame): string {
  const { fin, reserved, opcode, masked, payload } = frame;
  const body = Buffer.from(payload, "latin1");
  const first = (fin ? 0x80 : 0) | (reserved << 4) | opcode;
  const head = Buffer.from([first, ...encodeLength(frame, body.length)]);
  if (!masked) return Buffer.concat([head, body]).toString("latin1");
  head.writeUInt8(head.readUInt8(1) | 0x80, 1);
  const hidden = body.map((byte, at) => byte ^ (MASK[at % 4] ?? 0));
  return Buffer.concat([head, MASK, hidden]).toString("latin1");
}

function encodeLength({ length }: HandMadeFrame, real: number): Uint8Array {
  if (length === "huge") return encodeLong(HUGE);
  if (length === "needlessly-long") return encodeLong(BigInt(real));
  const stated = { real, longer: real + 7, shorter: Math.max(0, real - 3) }[length];
  if (stated < 126) return Uint8Array.of(stated);
  if (stated < 0x1_0000) return Uint8Array.of(126, stated >> 8, stated & 0xff);
  return encodeLong(BigInt(stated));
}

function encodeLong(length: bigint): Uint8Array {
  const bytes = Buffer.alloc(9);
  bytes.writeUInt8(127);
  bytes.writeBigUInt64BE(length, 1);
  return bytes;
}
