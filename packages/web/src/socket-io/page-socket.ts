// What the page puts in the place of the client's socket: a light one over a WebSocket, and socket.io-client itself,
// loaded only where something on the way lets no WebSocket through. Knows neither rooms nor messages.

import { LightSocket, type LightSocketOptions, type SocketEvents } from "./light-socket.ts";

/** The part of a light socket that the chat's client uses. */
export type PageSocket = Pick<LightSocket, "id" | "connect" | "disconnect" | "request">;

/** As the client's function of this name, in `open-socket.ts`. */
export function openSocket(
  origin: string,
  options: LightSocketOptions,
  events: SocketEvents,
): PageSocket {
  /** Grows with every attempt and its end: what an earlier one finds out concerns nobody. */
  let turn = 0;
  let socket: PageSocket = new LightSocket(origin, options, {
    ...events,
    failed: (error) => {
      if (error.data === undefined) void lookForAnotherWay(error);
      else events.failed(error);
    },
  });
  return {
    get id() {
      return socket.id;
    },
    connect() {
      turn++;
      socket.connect();
    },
    disconnect() {
      turn++;
      socket.disconnect();
    },
    request: (ms, event, payload) => socket.request(ms, event, payload),
  };

  async function lookForAnotherWay(failure: Error): Promise<void> {
    const asked = turn;
    const found = await import("./polling.ts").then(
      (file) => file.findWay(origin, options, events),
      // A server that is away cannot bring the file either.
      () => ({ data: undefined }),
    );
    if (asked !== turn) return;
    if ("data" in found) return events.failed(Object.assign(failure, found));
    socket = found;
    found.connect();
  }
}
