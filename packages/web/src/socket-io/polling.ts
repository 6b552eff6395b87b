// The way to the server where no WebSocket gets through: socket.io-client itself, over plain requests. Loaded only
// then. Knows neither rooms nor messages.

import { readRefusedStatus } from "@chat/client/refusals";
import type { WireError } from "@chat/protocol";
import { io } from "socket.io-client";
import type { LightSocketOptions, SocketEvents } from "./light-socket.ts";
import type { PageSocket } from "./page-socket.ts";

/** Why there is no other way: the server's refusal, undefined where it is away or has trouble. */
export interface NoWay {
  data: WireError | undefined;
}

/** Asks by a plain request whether the server is away, refuses this page, or is only kept from its WebSockets. */
export async function findWay(
  origin: string,
  options: LightSocketOptions,
  events: SocketEvents,
): Promise<PageSocket | NoWay> {
  const probe = `${origin}${options.path}/?EIO=4&transport=polling`;
  const status = await fetch(probe, { signal: AbortSignal.timeout(options.timeout) }).then(
    ({ status }) => status,
    () => undefined,
  );
  if (status === 200) return createPollingSocket(origin, options, events);
  return { data: readRefusedStatus(status) };
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
  socket.on("connect_error", (error: Error & { data?: unknown; description?: unknown }) => {
    error.data ??= readRefusedStatus(error.description);
    events.failed(error);
  });
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
