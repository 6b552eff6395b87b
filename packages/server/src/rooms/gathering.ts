// Drafts of one room that wait for each other, so that they go to the store, and to the members, together. Knows neither
// the store nor why there should be fewer writes.

/**
 * How many deliveries are enough to go at once: what is spared by waiting is little beside them. In a large room that is
 * one message.
 */
const ENOUGH = 64;
/** With fewer hearers there is nothing to spare: one who floods a room of their own would only wait. */
const HEARERS_MIN = 2;
/** Rooms go together that are to go within this, in milliseconds: their drafts then share the way to the store. */
const STEP_MS = 5;
/**
 * So many deliveries go at a time, and what else is due a millisecond later: else rooms that went together once go together
 * ever after, more of them each time, and all wait for the last. What is sent in a millisecond is less than this.
 */
export const AT_A_TIME = 128;
const NEXT_TIME_MS = 1;

interface Waiting {
  /** How many deliveries its drafts come to. */
  deliveries: number;
  /** When they go, by the monotonic clock in milliseconds. */
  dueAt: number;
  over: Promise<void>;
  end: () => void;
}

/** Holds drafts back for a moment, each room's in the order they came. */
export class Gathering {
  readonly #pauseMs: (now: number) => number;
  readonly #now: () => number;
  readonly #atATime: number;
  /** In the order in which their first draft came, which is nearly that in which they go. */
  readonly #rooms = new Map<string, Waiting>();
  #timer: NodeJS.Timeout | undefined;

  /**
   * @param pauseMs for how long, in milliseconds; 0 for not at all. Asked at the first draft of a room that is to wait
   * @param atATime after how many deliveries the rest of what is due goes a moment later
   * @param now the monotonic clock, in milliseconds
   */
  constructor(
    pauseMs: (now: number) => number,
    atATime: number,
    now: () => number = () => performance.now(),
  ) {
    this.#pauseMs = pauseMs;
    this.#atATime = atATime;
    this.#now = now;
  }

  /**
   * What a draft for this room has to wait for: until the pause is over that began with the first of them, or until
   * enough came with it. Undefined where it may go.
   *
   * @param hearers how many connections of this node are told of it
   */
  wait(room: string, hearers: number): Promise<void> | undefined {
    const waiting = this.#rooms.get(room);
    if (waiting) {
      waiting.deliveries += hearers;
      if (waiting.deliveries >= ENOUGH) waiting.end();
      return waiting.over;
    }
    if (hearers >= ENOUGH || hearers < HEARERS_MIN) return undefined;
    const now = this.#now();
    const pauseMs = this.#pauseMs(now);
    if (pauseMs === 0) return undefined;
    this.#timer ??= setTimeout(() => this.#endDue(), pauseMs);
    let end = () => {};
    const over = new Promise<void>((resolve) => (end = resolve));
    this.#rooms.set(room, { deliveries: hearers, dueAt: now + pauseMs, over, end });
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

  #endDue(): void {
    const now = this.#now();
    this.#timer = undefined;
    let going = 0;
    for (const { deliveries, dueAt, end } of this.#rooms.values()) {
      if (dueAt > now + STEP_MS || going >= this.#atATime) {
        this.#timer = setTimeout(() => this.#endDue(), Math.max(NEXT_TIME_MS, dueAt - now));
        return;
      }
      going += deliveries;
      end();
    }
  }
}
