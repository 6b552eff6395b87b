// Group commit: what comes for a room in one turn of the event loop, and while its last write is under way, goes to Redis
// as one script call. No timer ever waits. Knows nothing of connections; the script call is handed in.

import { toChatError } from "./failure.ts";

/** A draft in the queue. */
interface Queued<T, A> {
  draft: T;
  resolve: (answer: A) => void;
  reject: (error: unknown) => void;
}

/** The most drafts in one script call. */
const BATCH_MAX = 256;

/** Appends drafts of many rooms, one call at a time for each room. */
export class AppendQueue<T, A> {
  readonly #write: (room: string, drafts: readonly T[]) => Promise<A[]>;
  readonly #together: (act: () => void) => void;
  /** What waits, for each room that has something waiting or under way. */
  readonly #rooms = new Map<string, Queued<T, A>[]>();
  /** Rooms that nothing is under way for, to be written at the end of this turn. */
  #due: string[] = [];

  /**
   * @param write stores drafts of one room in order, and answers for each in the same order
   * @param together runs a function whose writes are for several rooms and may leave as one
   */
  constructor(
    write: (room: string, drafts: readonly T[]) => Promise<A[]>,
    together: (act: () => void) => void = (act) => act(),
  ) {
    this.#write = write;
    this.#together = together;
  }

  /** Queues a draft. Settles with what the write answered for it, rejects if its write failed. */
  append(room: string, draft: T): Promise<A> {
    return new Promise((resolve, reject) => {
      const waiting = this.#rooms.get(room);
      if (waiting) {
        waiting.push({ draft, resolve, reject });
        return;
      }
      this.#rooms.set(room, [{ draft, resolve, reject }]);
      if (this.#due.push(room) === 1) setImmediate(() => this.#writeDue());
    });
  }

  #writeDue(): void {
    const rooms = this.#due;
    this.#due = [];
    this.#together(() => {
      for (const room of rooms) void this.#drain(room);
    });
  }

  async #drain(room: string): Promise<void> {
    const waiting = this.#rooms.get(room) ?? [];
    while (waiting.length > 0) await this.#commit(room, waiting);
    this.#rooms.delete(room);
  }

  async #commit(room: string, waiting: Queued<T, A>[]): Promise<void> {
    const batch = waiting.splice(0, BATCH_MAX);
    try {
      const answers = await this.#write(
        room,
        batch.map(({ draft }) => draft),
      );
      for (const [index, { resolve }] of batch.entries()) resolve(answers[index] as A);
    } catch (error) {
      const failure = toChatError(error);
      // What waits behind would wait as long again to fail alike: it is told now.
      for (const { reject } of [...batch, ...waiting.splice(0)]) reject(failure);
    }
  }
}
