// The way to the server where no WebSocket gets through: socket.io-client itself, over plain requests. Loaded only
// then. Knows neither rooms nor messages.

import { io } from "socket.io-client";
import type { LightSocketOptions, SocketEvents } from "./light-socket.ts";
import type { PageSocket } from "./page-socket.ts";

/** Why there is no other way: the status of the server's answer, undefined where there was none. */
export interface NoWay {
  description: number | undefined;
}

/** Asks by a plain request whether the server is away, refuses this page, or is only kept from its WebSockets. */
export async function findWay(
  origin: string,
  options: LightSocketOptions,
  events: SocketEvents,
): Promise<PageSocket | NoWay> {
  const probe = `${origin}${options.path}/?EIO=4&transport=polling`;
  const description = await fetch(probe, { signal: AbortSignal.timeout(options.timeout) }).then(
    ({ status }) => status,
    () => undefined,
  );
  return description === 200 ? createPollingSocket(origin, options, events) : { description };
}

function createPollingSocket(
  origin: string,
  options: LightSocketOptions,
  events: SocketEvents,
): PageSocket {
  const socket = io(origin, {
    ...options,
    autoConnect: false,
    forceNew: true,
    reconnection: false,
    transports: ["polling", "websocket"],
  });
  socket.on("connect", events.connected);
  socket.on("disconnect", events.lost);
  socket.on("connect_error", events.failed);
  socket.onAny(events.received);
  return {
    get id() {
      return socket.id;
    },
    connect: () => void socket.connect(),
    disconnect: () => void socket.disconnect(),
    request: (ms, event, payload) => socket.timeout(ms).emitWithAck(event, payload),
  };
}
