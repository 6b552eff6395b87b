// MQTT 3.1.1: subscribes with quality 0, publishes with quality 1, so that every text is acknowledged.

const CONNACK = 2;
const PUBLISH = 3;
const PUBACK = 4;
const SUBACK = 9;

/** @type {import("../connection.js").Protocol} */
export const mqtt = {
  open(connection) {
    const id = toField(connection.identity.username);
    connection.write(toPacket(0x10, [toField("MQTT"), Buffer.from([4, 2, 0, 0]), id]));
  },

  join(connection, { name }) {
    connection.write(toPacket(0x82, [Buffer.from([0, 1]), toField(name), Buffer.from([0])]));
  },

  send(connection, room, text, _nonce, number) {
    // The packet's number has 16 bits and is never 0.
    const identifier = Buffer.alloc(2);
    identifier.writeUInt16BE(number % 65_535 || 1);
    const topic = toField(connection.roomName(room));
    connection.write(toPacket(0x32, [topic, identifier, Buffer.from(text)]));
  },

  read(connection, buffer, start, end) {
    let at = start;
    while (at + 2 <= end) {
      let length = 0;
      let head = 1;
      for (let shift = 0; ; shift += 7, head++) {
        if (at + head >= end) return at;
        const byte = /** @type {number} */ (buffer[at + head]);
        length |= (byte & 0x7f) << shift;
        if (byte < 0x80) break;
      }
      const body = at + head + 1;
      if (body + length > end) break;
      const type = /** @type {number} */ (buffer[at]) >> 4;
      if (type === PUBLISH) connection.heard(buffer, body, body + length);
      else if (type === PUBACK) connection.acknowledged(buffer.readUInt16BE(body), true);
      else if (type === CONNACK) connection.opened();
      else if (type === SUBACK) connection.entered();
      at = body + length;
    }
    return at;
  },
};

/** @param {string} text */
function toField(text) {
  const bytes = Buffer.from(text);
  const length = Buffer.alloc(2);
  length.writeUInt16BE(bytes.length);
  return Buffer.concat([length, bytes]);
}

/** @param {number} first @param {Buffer[]} parts */
function toPacket(first, parts) {
  const body = Buffer.concat(parts);
  const head = [first];
  let rest = body.length;
  do {
    head.push((rest & 0x7f) | (rest > 0x7f ? 0x80 : 0));
    rest >>= 7;
  } while (rest > 0);
  return Buffer.concat([Buffer.from(head), body]);
}
