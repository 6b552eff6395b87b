// Drafts of one room that wait for each other, so that they go to the store, and to the members, together. Knows neither
// the store nor why there should be fewer writes.

/** How many drafts of a room are enough to go at once. */
const ENOUGH = 8;

interface Waiting {
  drafts: number;
  over: Promise<void>;
  end: () => void;
}

/** Holds drafts back for a moment, each room's in the order they came. */
export class Gathering {
  readonly #pauseMs: () => number;
  readonly #rooms = new Map<string, Waiting>();
  #timer: NodeJS.Timeout | undefined;

  /** @param pauseMs for how long, in milliseconds; 0 for not at all. Asked at the first draft that is to wait */
  constructor(pauseMs: () => number) {
    this.#pauseMs = pauseMs;
  }

  /**
   * What a draft for this room has to wait for: until the pause is over, which is one for all rooms, or until enough
   * came with it. Undefined where it may go.
   */
  wait(room: string): Promise<void> | undefined {
    const waiting = this.#rooms.get(room);
    if (waiting) {
      if (++waiting.drafts === ENOUGH) waiting.end();
      return waiting.over;
    }
    const pauseMs = this.#pauseMs();
    if (pauseMs === 0) return undefined;
    this.#timer ??= setTimeout(() => this.#end(), pauseMs);
    let end = () => {};
    const over = new Promise<void>((resolve) => (end = resolve));
    this.#rooms.set(room, { drafts: 1, over, end });
    // Only when they go: what comes in the same turn, and is not to wait any more, must not be ahead of them.
    void over.then(() => this.#remove(room));
    return over;
  }

  #remove(room: string): void {
    this.#rooms.delete(room);
    if (this.#rooms.size > 0) return;
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  #end(): void {
    this.#timer = undefined;
    for (const { end } of this.#rooms.values()) end();
  }
}
