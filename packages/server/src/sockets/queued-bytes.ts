// How much waits for connections that have not read it. Looked up when somebody asks; nothing is kept for it.

import type { Writable } from "node:stream";

import type { Socket } from "socket.io";

interface QueuedPacket {
  data?: unknown;
  options?: { wsPreEncodedFrame?: readonly Buffer[] } | null;
}

/** What of Engine.IO's connection its types keep private. */
interface Queues {
  writeBuffer: readonly QueuedPacket[];
  transport: { socket?: { _socket?: Writable } };
}

/** The bytes that wait for a connection: with Engine.IO, and with the system behind it. */
export function queuedBytesOf(conn: Socket["conn"]): number {
  const { writeBuffer, transport } = conn as unknown as Queues;
  let bytes = transport.socket?._socket?.writableLength ?? 0;
  for (const { data, options } of writeBuffer) {
    const frames = options?.wsPreEncodedFrame;
    if (frames) bytes += frames.reduce((sum, frame) => sum + frame.length, 0);
    else if (typeof data === "string") bytes += data.length;
  }
  return bytes;
}
