// The bytes of WebSocket text frames, made once for all receivers. Source: RFC 6455, section 5.2.

/** FIN and the opcode for text. */
const TEXT = 0x81;
/** Lengths up to this stand in the second byte. */
const SHORT_MAX = 125;
/** Lengths up to this stand in two bytes of their own, after 126; longer ones in eight, after 127. */
const MEDIUM_MAX = 0xffff;

/** One or several texts as unmasked frames behind each other, in one buffer that leaves in one write. */
export function toFrames(texts: readonly string[]): Buffer {
  const lengths = texts.map((text) => Buffer.byteLength(text));
  const size = lengths.reduce((sum, length) => sum + headerSize(length) + length, 0);
  const frames = Buffer.allocUnsafe(size);
  let at = 0;
  for (const [index, text] of texts.entries()) {
    at = writeHeader(frames, at, lengths[index] as number);
    at += frames.write(text, at);
  }
  return frames;
}

function headerSize(length: number): number {
  if (length <= SHORT_MAX) return 2;
  return length <= MEDIUM_MAX ? 4 : 10;
}

function writeHeader(frames: Buffer, start: number, length: number): number {
  let at = frames.writeUInt8(TEXT, start);
  if (length <= SHORT_MAX) return frames.writeUInt8(length, at);
  at = frames.writeUInt8(length <= MEDIUM_MAX ? 126 : 127, at);
  return length <= MEDIUM_MAX
    ? frames.writeUInt16BE(length, at)
    : frames.writeBigUInt64BE(BigInt(length), at);
}
