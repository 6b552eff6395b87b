// The server's end of a WebSocket: says why it closes, and answers no more pings than somebody has reason to send.
// Knows neither Engine.IO nor Socket.IO.

import { WebSocket, WebSocketServer } from "ws";

/** What a pong may find waiting, in bytes, before it is left out: who does not read pongs has no use for more. */
const UNREAD_MAX = 16_000;
/** So many pings within {@link PINGS_WITHIN_MS} end the connection. */
const PINGS_MAX = 200;
const PINGS_WITHIN_MS = 4_000;

/**
 * How long a connection that the server closes may take to agree, in milliseconds: until then all that it sends is still
 * read.
 */
const CLOSE_WITHIN_MS = 2_000;

const REASONS: Readonly<Record<number, string>> = {
  1002: "This is no valid WebSocket frame.",
  1007: "This text is not valid UTF-8.",
  1009: "A packet may have 100,000 bytes at the most.",
};

class ServerWebSocket extends WebSocket {
  #pings = 0;
  #pingsSince = 0;

  override close(code?: number, reason?: string | Buffer): void {
    super.close(code, reason ?? REASONS[code ?? 0]);
  }

  // ws calls this for each ping.
  override pong(...args: Parameters<WebSocket["pong"]>): void {
    this.#pings++;
    if (this.#pings % PINGS_MAX === 0) {
      const now = performance.now();
      if (now - this.#pingsSince < PINGS_WITHIN_MS) return this.terminate();
      this.#pingsSince = now;
    }
    if (this.bufferedAmount < UNREAD_MAX) super.pong(...args);
  }
}

/** The `wsEngine` option of a Socket.IO server. */
export class WebSocketEngine extends WebSocketServer<typeof ServerWebSocket> {
  constructor(options: ConstructorParameters<typeof WebSocketServer>[0]) {
    // Its types do not know the time-out yet.
    const own = { WebSocket: ServerWebSocket, closeTimeout: CLOSE_WITHIN_MS };
    super({ ...options, ...own });
  }
}
