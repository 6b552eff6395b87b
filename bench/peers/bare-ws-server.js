// The least a WebSocket server in Node can do: whatever a member sends is framed once and written to every member of
// the room. No history, no order across servers, no acknowledgement, no names. The measure of what delivery costs.

import { createServer } from "node:http";

import * as ws from "ws";

/** What the types of ws leave out: making a frame without sending it. */
const { Sender } = /** @type {{ Sender: { frame(data: Buffer, options: object): Buffer[] } }} */ (
  /** @type {unknown} */ (ws)
);

/** @type {Map<string, Set<import("node:net").Socket>>} */
const rooms = new Map();
const http = createServer();
const server = new ws.WebSocketServer({ server: http, perMessageDeflate: false });

server.on("connection", (webSocket, request) => {
  const names = new URL(request.url ?? "/", "http://localhost").searchParams.get("rooms") ?? "";
  // Taken once: the very socket is written to, past the library's queue.
  const socket = request.socket;
  for (const name of names.split(",")) {
    const members = rooms.get(name) ?? new Set();
    rooms.set(name, members.add(socket));
    webSocket.once("close", () => members.delete(socket));
  }
  webSocket.on("error", () => webSocket.terminate());
  webSocket.on("message", (/** @type {Buffer} */ data) => {
    const room = names.includes(",") ? readRoom(data) : names;
    const frame = Buffer.concat(
      Sender.frame(data, { fin: true, rsv1: false, opcode: 1, mask: false, readOnly: true }),
    );
    for (const member of rooms.get(room) ?? []) member.write(frame);
  });
});

http.listen(Number(process.env["PORT"]), "127.0.0.1");
process.once("SIGTERM", () => process.exit(0));

/** The payload begins with {"room":"…". @param {Buffer} data */
function readRoom(data) {
  return data.toString("latin1", 9, data.indexOf('"', 9));
}
