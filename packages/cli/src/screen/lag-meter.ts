// How long the server takes to answer, measured now and then with a request that costs it little. Knows no screen.

import type { ChatClientApi, ConnectionState } from "@chat/client";

/** Between two measurements, in milliseconds. */
const EVERY_MS = 30_000;

/** Measures until it is stopped. */
export class LagMeter {
  readonly #client: ChatClientApi;
  readonly #room: () => string;
  readonly #measured: (lagMs: number | undefined) => void;
  #timer: NodeJS.Timeout | undefined;
  #connected = false;

  /** @param room one that the client is in @param measured hears each result, in milliseconds; undefined where it has gone */
  constructor(
    client: ChatClientApi,
    room: () => string,
    measured: (lagMs: number | undefined) => void,
  ) {
    this.#client = client;
    this.#room = room;
    this.#measured = measured;
  }

  /** Takes note of how the connection stands: measures while there is one. */
  follow(connection: ConnectionState): void {
    const connected = connection.status === "connected";
    if (connected === this.#connected) return;
    this.#connected = connected;
    clearTimeout(this.#timer);
    if (connected) this.#measure();
    else this.#measured(undefined);
  }

  stop(): void {
    this.#connected = false;
    clearTimeout(this.#timer);
  }

  #measure(): void {
    const asked = performance.now();
    const answered = (lagMs: number | undefined): void => {
      if (!this.#connected) return;
      this.#measured(lagMs);
      clearTimeout(this.#timer);
      this.#timer = setTimeout(() => this.#measure(), EVERY_MS).unref();
    };
    this.#client.members(this.#room()).then(
      () => answered(performance.now() - asked),
      () => answered(undefined),
    );
  }
}
