// IRC (RFC 1459), as much as it takes to sit in a channel and talk. A sender does not hear its own messages, so the
// driver counts one member less a room.

const LINE_END = 10;
const COLON = ":".charCodeAt(0);

/** @type {import("../connection.js").Protocol} */
export const irc = {
  open(connection) {
    const { username } = connection.identity;
    connection.write(`NICK ${username}\r\nUSER ${username} 0 * :bench\r\n`);
  },

  join(connection, { name }) {
    connection.write(`JOIN #${name}\r\n`);
  },

  send(connection, room, text) {
    connection.write(`PRIVMSG #${connection.roomName(room)} :${text}\r\n`);
  },

  read(connection, buffer, start, end) {
    let at = start;
    while (at < end) {
      const lineEnd = buffer.indexOf(LINE_END, at);
      if (lineEnd < 0 || lineEnd >= end) break;
      readLine(connection, buffer, at, lineEnd);
      at = lineEnd + 1;
    }
    return at;
  },
};

/**
 * @param {import("../connection.js").Connection} connection
 * @param {Buffer} buffer
 * @param {number} start
 * @param {number} end
 */
function readLine(connection, buffer, start, end) {
  if (buffer[start] !== COLON) {
    const text = buffer.toString("latin1", start, end);
    if (text.startsWith("PING")) connection.write(`PONG${text.slice(4)}\r\n`);
    else if (text.startsWith("ERROR")) connection.fail(text);
    return;
  }
  // :nick!user@host PRIVMSG …
  const space = buffer.indexOf(32, start);
  if (buffer[space + 1] === 0x50 && buffer[space + 2] === 0x52) {
    connection.heard(buffer, start, end);
    return;
  }
  const word = buffer.toString("latin1", space + 1, Math.min(end, space + 5));
  if (word.startsWith("001")) connection.opened();
  else if (word.startsWith("366")) connection.entered();
  else if (/^4\d\d/.test(word) && !word.startsWith("422")) {
    connection.fail(buffer.toString("latin1", start, end));
  }
}
