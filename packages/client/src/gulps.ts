// Taking in a flood in gulps: while much arrives, reading rests between two turns, and the kernel gathers. Waking up
// for each message alone costs several times what the message costs. Knows neither messages nor sockets.

import type { Clock } from "./clock.ts";
import { nextTurn } from "./next-turn.ts";

/** Between two gulps, in milliseconds: less than a screen takes to show what came. */
export const GULP_MS = 25;
/** From so many events within that time on it is a flood. Fewer are never held up. */
export const FLOOD_EVENTS = 5;

/** What can be made to rest. A `ws` WebSocket is such a source, a browser's is not. */
export interface PausableSource {
  pause(): void;
  resume(): void;
}

/** What may have such a source: a socket of socket.io-client, as far as it is looked at. */
export interface SourceHolder {
  io: { engine?: unknown };
}

/** Makes a source rest while it brings much. */
export class Gulps {
  readonly #clock: Clock;
  readonly #holder: SourceHolder;
  #events = 0;
  #timing = false;
  #flooding = false;
  #resting: PausableSource | undefined;

  /** @param holder has the present source, or none that can rest */
  constructor(clock: Clock, holder: SourceHolder) {
    this.#clock = clock;
    this.#holder = holder;
  }

  /** Takes note of an event. */
  received(): void {
    this.#events += 1;
    if (!this.#timing) {
      this.#timing = true;
      this.#clock.after(GULP_MS, () => this.#endGulp());
      // What the kernel holds already is read before the rest.
      if (this.#flooding) nextTurn(() => this.#rest());
    } else if (this.#events === FLOOD_EVENTS && !this.#flooding) {
      this.#flooding = true;
      nextTurn(() => this.#rest());
    }
  }

  #rest(): void {
    if (!this.#timing || this.#resting !== undefined) return;
    this.#resting = findPausable(this.#holder);
    this.#resting?.pause();
  }

  #endGulp(): void {
    this.#timing = false;
    this.#flooding = this.#events >= FLOOD_EVENTS;
    this.#events = 0;
    // A connection that was lost meanwhile hears of it only once it reads on.
    this.#resting?.resume();
    this.#resting = undefined;
  }
}

/** The WebSocket below, where it can rest: that of `ws` can, a browser's cannot, and polling has none. */
function findPausable({ io }: SourceHolder): PausableSource | undefined {
  const engine = io.engine as { transport?: { ws?: Partial<PausableSource> } } | undefined;
  const webSocket = engine?.transport?.ws;
  if (typeof webSocket?.pause !== "function" || typeof webSocket.resume !== "function")
    return undefined;
  return webSocket as PausableSource;
}
