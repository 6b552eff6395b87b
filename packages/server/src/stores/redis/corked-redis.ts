// A connection to Redis whose commands of one turn of the event loop leave in one write. See decision 055.

import type { Writable } from "node:stream";

import { Redis } from "ioredis";

type SendCommand = Redis["sendCommand"];

/**
 * ioredis's own way to this, auto pipelining, makes an object for each turn with a field for every script, and two promises
 * for every command: of a crowd that comes in at once they outlived the young generation, and stayed.
 */
export class CorkedRedis extends Redis {
  #corked: Writable | undefined;

  /** Lets what the turn has asked for so far leave as soon as what runs now is done. */
  hurry(): void {
    process.nextTick(this.#uncork);
  }

  readonly #uncork = (): void => {
    this.#corked?.uncork();
    this.#corked = undefined;
  };

  // Commands of pipelines have a stream of their own.
  override sendCommand(...args: Parameters<SendCommand>): ReturnType<SendCommand> {
    // There is none before the first connection.
    const stream = this.stream as Writable | undefined;
    if (stream && this.#corked === undefined && args[1] === undefined && this.status === "ready") {
      this.#corked = stream;
      stream.cork();
      setImmediate(this.#uncork);
    }
    return super.sendCommand(...args);
  }
}
