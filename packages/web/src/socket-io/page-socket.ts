// What the page puts in the place of socket.io-client: a light socket over a WebSocket, and the library itself, loaded
// only where something on the way lets no WebSocket through. Knows neither rooms nor messages.

import type { Socket } from "socket.io-client";
import { LightSocket, type LightSocketOptions, type SocketEvents } from "./light-socket.ts";

type ConnectError = Error & { data?: unknown; description?: unknown };

interface Listeners {
  connect: () => void;
  connect_error: (error: ConnectError) => void;
  disconnect: () => void;
}

/** As the library's function of this name, with what the chat's client asks of it. */
export function io(origin: string, options: LightSocketOptions): PageSocket {
  return new PageSocket(origin, options);
}

/** The part of the library's socket that the chat's client uses. One listener for each event: it needs no more. */
export class PageSocket {
  /** A browser's WebSocket cannot pause: there is no engine to look for one in. */
  readonly io = {};
  #socket: LightSocket | Socket;
  #listeners: Partial<Listeners> = {};
  /** Grows with every attempt and its end: what an earlier one finds out concerns nobody. */
  #turn = 0;
  #events: SocketEvents = {
    connected: () => this.#listeners.connect?.(),
    lost: () => this.#listeners.disconnect?.(),
    failed: (error) => this.#listeners.connect_error?.(error),
    received: () => {},
  };

  constructor(origin: string, options: LightSocketOptions) {
    this.#socket = new LightSocket(origin, options, {
      ...this.#events,
      received: (event, payload) => this.#events.received(event, payload),
      failed: (error) => {
        if (error.data === undefined) void this.#lookForAnotherWay(origin, options, error);
        else this.#events.failed(error);
      },
    });
  }

  get id(): string | undefined {
    return this.#socket.id;
  }

  on<E extends keyof Listeners>(event: E, listener: Listeners[E]): void {
    this.#listeners[event] = listener;
  }

  /** Hears every event of the server. */
  onAny(listener: SocketEvents["received"]): void {
    this.#events.received = listener;
  }

  /** A request rejects where no answer comes within `ms`, or the connection is lost before. */
  timeout(ms: number): { emitWithAck(event: string, payload: object): Promise<unknown> } {
    return this.#socket.timeout(ms);
  }

  connect(): void {
    this.#turn++;
    this.#socket.connect();
  }

  disconnect(): void {
    this.#turn++;
    this.#socket.disconnect();
  }

  async #lookForAnotherWay(
    origin: string,
    options: LightSocketOptions,
    error: ConnectError,
  ): Promise<void> {
    const turn = this.#turn;
    const found = await import("./polling.ts").then(
      (file) => file.findWay(origin, options, this.#events),
      // A server that is away cannot bring the file either.
      () => ({ description: undefined }),
    );
    if (turn !== this.#turn) return;
    if ("description" in found) return this.#events.failed(Object.assign(error, found));
    this.#socket = found;
    found.connect();
  }
}
