// The client side of WebSocket framing (RFC 6455), as little as a load driver needs: one handshake, masked text
// frames out, unmasked frames in without copying.

import { randomBytes } from "node:crypto";

const MASK = Buffer.from([0x37, 0xfa, 0x21, 0x3d]);
const SMALL_MAX = 125;
const MEDIUM_MAX = 65_535;

/** @param {string} path @param {number} port */
export function toUpgradeRequest(path, port) {
  return [
    `GET ${path} HTTP/1.1`,
    `Host: 127.0.0.1:${port}`,
    "Connection: Upgrade",
    "Upgrade: websocket",
    "Sec-WebSocket-Version: 13",
    `Sec-WebSocket-Key: ${randomBytes(16).toString("base64")}`,
    "\r\n",
  ].join("\r\n");
}

/** A masked text frame, as clients must send them. @param {string} text */
export function toClientFrame(text) {
  const length = Buffer.byteLength(text);
  const head = length <= SMALL_MAX ? 2 : 4;
  if (length > MEDIUM_MAX) throw new RangeError("The driver sends no frames past 65,535 bytes.");
  const frame = Buffer.allocUnsafe(head + 4 + length);
  frame[0] = 0x81;
  if (head === 2) frame[1] = 0x80 | length;
  else {
    frame[1] = 0x80 | 126;
    frame.writeUInt16BE(length, 2);
  }
  MASK.copy(frame, head);
  frame.write(text, head + 4);
  for (let i = 0; i < length; i++) {
    const at = head + 4 + i;
    frame[at] = /** @type {number} */ (frame[at]) ^ /** @type {number} */ (MASK[i & 3]);
  }
  return frame;
}

/**
 * Calls `hear` for each whole frame in a part of a buffer. Answers where the first frame that is not whole begins.
 *
 * @param {Buffer} buffer
 * @param {number} start
 * @param {number} end
 * @param {(opcode: number, buffer: Buffer, start: number, end: number) => void} hear
 */
export function eachFrame(buffer, start, end, hear) {
  let at = start;
  while (at + 2 <= end) {
    let length = /** @type {number} */ (buffer[at + 1]) & 0x7f;
    let head = 2;
    if (length === 126) {
      if (at + 4 > end) break;
      length =
        (/** @type {number} */ (buffer[at + 2]) << 8) | /** @type {number} */ (buffer[at + 3]);
      head = 4;
    } else if (length === 127) {
      if (at + 10 > end) break;
      length = Number(buffer.readBigUInt64BE(at + 2));
      head = 10;
    }
    const next = at + head + length;
    if (next > end) break;
    hear(/** @type {number} */ (buffer[at]) & 0x0f, buffer, at + head, next);
    at = next;
  }
  return at;
}
