// The socket below a connection: the only file that knows socket.io-client. The page puts one of its own in this file's
// place, so what is here for the library's sake weighs on no page.

import type { HandshakeAuth } from "@chat/protocol";
import { io } from "socket.io-client";

import { systemClock } from "./clock.ts";
import { Gulps } from "./gulps.ts";
import { readRefusedStatus } from "./refusals.ts";

/** Where to, and as whom. */
export interface SocketOptions {
  /** Where the server listens for sockets. */
  path: string;
  auth: HandshakeAuth;
  /** How long the opening may take, in milliseconds. */
  timeout: number;
}

/** Hears what becomes of a socket. */
export interface SocketEvents {
  /** The server let it in. */
  connected(): void;
  /** It was not opened, or the server refused it: `data` says why then, as a `WireError`. */
  failed(error: Error & { data?: unknown }): void;
  /** It was open and is lost, or was closed from here. */
  lost(): void;
  /** The server sent an event. */
  received(event: string, payload: unknown): void;
}

/** A socket that connects when it is told to, again and again. */
export interface ClientSocket {
  /** The server's name for the connection, undefined while there is none. */
  readonly id: string | undefined;
  /** Begins to connect. Does nothing where that is under way or done. */
  connect(): void;
  /** Ends the connection, or the attempt at one. */
  disconnect(): void;
  /** Rejects where no answer comes within `ms` milliseconds, or the connection is lost before. */
  request(ms: number, event: string, payload: object): Promise<unknown>;
}

/** @param origin of the server, `http://…` or `https://…` */
export function openSocket(
  origin: string,
  options: SocketOptions,
  events: SocketEvents,
): ClientSocket {
  const socket = io(origin, {
    ...options,
    autoConnect: false,
    forceNew: true,
    // Coming back is the connection's work: at once on a network's return, and after the server closed it too.
    reconnection: false,
    // A WebSocket at once saves round trips and works without sticky sessions; polling gets through where it does not.
    transports: ["websocket", "polling"],
    tryAllTransports: true,
  });
  socket.on("connect", () => events.connected());
  socket.on("connect_error", (error: Error & { data?: unknown; description?: unknown }) => {
    error.data ??= readRefusedStatus(error.description);
    events.failed(error);
  });
  socket.on("disconnect", () => events.lost());
  // The kernel's time, whatever the client waits by: a test's clock that stands still must not hold up a socket.
  const gulps = new Gulps(systemClock, socket);
  socket.onAny((event: string, payload: unknown) => {
    gulps.received();
    events.received(event, payload);
  });
  return {
    get id() {
      return socket.id;
    },
    connect: () => void socket.connect(),
    disconnect: () => void socket.disconnect(),
    request: (ms, event, payload) => socket.timeout(ms).emitWithAck(event, payload),
  };
}
