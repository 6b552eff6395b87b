// The bare relay of peers/bare-ws-server.js: the room is in the address, whatever is sent comes to all of the room.

import { eachFrame, toClientFrame, toUpgradeRequest } from "../websocket.js";

/** @type {import("../connection.js").Protocol} */
export const bareWs = {
  open(connection) {
    const { firstRoom, rooms } = connection.identity;
    const names = Array.from({ length: rooms }, (_, index) =>
      connection.roomName(firstRoom + index),
    );
    connection.write(toUpgradeRequest(`/?rooms=${names.join(",")}`, connection.port));
  },

  join(connection) {
    connection.entered();
  },

  send(connection, room, text, nonce) {
    connection.write(
      toClientFrame(
        `{"room":"${connection.roomName(room)}","username":"${connection.identity.username}","message":"${text}","nonce":"${nonce}"}`,
      ),
    );
  },

  read(connection, buffer, start, end) {
    let at = start;
    if (!connection.upgraded) {
      const headEnd = buffer.indexOf("\r\n\r\n", start, "latin1");
      if (headEnd < 0 || headEnd + 4 > end) return start;
      connection.upgraded = true;
      connection.opened();
      at = headEnd + 4;
    }
    return eachFrame(buffer, at, end, (opcode, data, from, to) => {
      if (opcode === 1) connection.heard(data, from, to);
      else if (opcode === 9) connection.write(Buffer.from([0x8a, 0x80, 0, 0, 0, 0]));
    });
  },
};
