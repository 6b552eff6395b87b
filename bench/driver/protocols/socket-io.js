// Socket.IO 5 over Engine.IO 4, WebSocket only: handshake, events with acknowledgements, heartbeats.

import { eachFrame, toClientFrame, toUpgradeRequest } from "../websocket.js";

const DIGIT_0 = 48;
const BRACKET = "[".charCodeAt(0);
const PONG = toClientFrame("3");
/** The number of every join; posts have numbers of two digits and more. */
const JOIN_NUMBER = 1;

/** @type {import("../connection.js").Protocol} */
export const socketIo = {
  open(connection) {
    connection.write(toUpgradeRequest("/socket.io/?EIO=4&transport=websocket", connection.port));
  },

  join(connection, { name }) {
    const payload = { room: name, username: connection.identity.username };
    connection.write(toClientFrame(`42${JOIN_NUMBER}["join",${JSON.stringify(payload)}]`));
  },

  send(connection, room, text, nonce, number) {
    connection.write(
      toClientFrame(
        `42${number}["message",{"room":"${connection.roomName(room)}","username":"${connection.identity.username}","message":"${text}","nonce":"${nonce}"}]`,
      ),
    );
  },

  read(connection, buffer, start, end) {
    let at = start;
    if (!connection.upgraded) {
      const headEnd = buffer.indexOf("\r\n\r\n", start, "latin1");
      if (headEnd < 0 || headEnd + 4 > end) return start;
      if (!buffer.toString("latin1", start, headEnd).startsWith("HTTP/1.1 101")) {
        connection.fail(buffer.toString("latin1", start, Math.min(end, start + 200)));
      }
      connection.upgraded = true;
      at = headEnd + 4;
    }
    return eachFrame(buffer, at, end, (opcode, data, from, to) => {
      if (opcode === 1) readPacket(connection, data, from, to);
    });
  },
};

/**
 * @param {import("../connection.js").Connection} connection
 * @param {Buffer} buffer
 * @param {number} start
 * @param {number} end
 */
function readPacket(connection, buffer, start, end) {
  const engineType = /** @type {number} */ (buffer[start]) - DIGIT_0;
  if (engineType === 2) connection.write(PONG);
  else if (engineType === 0) connection.write(toClientFrame("40"));
  if (engineType !== 4) return;
  switch (/** @type {number} */ (buffer[start + 1]) - DIGIT_0) {
    case 0:
      connection.opened();
      break;
    case 2:
      // 42["message",… : no other event begins with an m.
      if (buffer[start + 4] === 0x6d) connection.heard(buffer, start, end);
      break;
    case 3:
      readAcknowledgement(connection, buffer, start, end);
      break;
    case 4:
      connection.fail(buffer.toString("utf8", start, end));
      break;
    default:
  }
}

/**
 * @param {import("../connection.js").Connection} connection
 * @param {Buffer} buffer
 * @param {number} start
 * @param {number} end
 */
function readAcknowledgement(connection, buffer, start, end) {
  let at = start + 2;
  let number = 0;
  while (at < end && buffer[at] !== BRACKET) {
    number = number * 10 + /** @type {number} */ (buffer[at]) - DIGIT_0;
    at++;
  }
  // [{"ok":true
  const ok = buffer[at + 7] === 0x74;
  if (number !== JOIN_NUMBER) connection.acknowledged(number, ok);
  else if (ok) connection.entered();
  else connection.fail(buffer.toString("utf8", start, end));
}
