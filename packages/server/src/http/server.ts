// The HTTP server under everything: how much of a connection's time and of the server's memory a request may take before
// it is one. Knows no endpoints.

import { type RequestListener, type Server, createServer } from "node:http";

/** How long a client may take to send the head of a request, from the connection on, in milliseconds. */
const HEAD_WITHIN_MS = 10_000;
/** How long it may take to send all of a request, in milliseconds. An answer may take longer: polling waits for it. */
const REQUEST_WITHIN_MS = 20_000;
/** How often connections are looked at for that, in milliseconds. */
const LOOK_EVERY_MS = 2_000;
/** How long a connection may be idle between two requests, in milliseconds. */
const IDLE_MS = 10_000;
/** The most a head may hold, address and fields together, in bytes. */
const HEAD_MAX_BYTES = 16_384;
/** The most fields of a head that are read; what is behind them is left out. */
const FIELDS_MAX = 100;

/** Makes the server. @param connections how many connections it takes at a time; those beyond are closed at once */
export function createHttpServer(listener: RequestListener, connections: number): Server {
  const server = createServer(
    {
      headersTimeout: HEAD_WITHIN_MS,
      requestTimeout: REQUEST_WITHIN_MS,
      connectionsCheckingInterval: LOOK_EVERY_MS,
      keepAliveTimeout: IDLE_MS,
      maxHeaderSize: HEAD_MAX_BYTES,
    },
    listener,
  );
  server.maxHeadersCount = FIELDS_MAX;
  if (Number.isFinite(connections)) server.maxConnections = connections;
  return server;
}
