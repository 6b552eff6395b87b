// Group commit: what comes for a room while its last write is under way goes to Redis as one script call.
// An empty queue never waits. Knows nothing of connections; the script call is handed in.

import { toChatError } from "./failure.ts";

/** A draft in the queue. */
export interface Queued<T, A> {
  draft: T;
  resolve: (answer: A) => void;
  reject: (error: unknown) => void;
}

/** The most drafts in one script call. */
const BATCH_MAX = 256;

/** Appends drafts of many rooms, one call at a time for each room. */
export class AppendQueue<T, A> {
  readonly #write: (room: string, drafts: readonly T[]) => Promise<A[]>;
  readonly #rooms = new Map<string, Queued<T, A>[]>();

  /** @param write stores drafts of one room in order, and answers for each in the same order */
  constructor(write: (room: string, drafts: readonly T[]) => Promise<A[]>) {
    this.#write = write;
  }

  /** Queues a draft. Settles with what the write answered for it, rejects if its write failed. */
  append(room: string, draft: T): Promise<A> {
    return new Promise((resolve, reject) => {
      const waiting = this.#rooms.get(room);
      if (waiting) {
        waiting.push({ draft, resolve, reject });
        return;
      }
      this.#rooms.set(room, []);
      void this.#drain(room, [{ draft, resolve, reject }]);
    });
  }

  async #drain(room: string, first: Queued<T, A>[]): Promise<void> {
    let batch = first;
    while (batch.length > 0) {
      await this.#commit(room, batch);
      batch = this.#rooms.get(room)?.splice(0, BATCH_MAX) ?? [];
    }
    this.#rooms.delete(room);
  }

  async #commit(room: string, batch: readonly Queued<T, A>[]): Promise<void> {
    try {
      const answers = await this.#write(
        room,
        batch.map(({ draft }) => draft),
      );
      for (const [index, { resolve }] of batch.entries()) resolve(answers[index] as A);
    } catch (error) {
      const failure = toChatError(error);
      // What waits behind would wait as long again to fail alike: it is told now.
      const behind = this.#rooms.get(room)?.splice(0) ?? [];
      for (const { reject } of [...batch, ...behind]) reject(failure);
    }
  }
}
