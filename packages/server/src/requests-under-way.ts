// How many requests are being served, over sockets and HTTP: who closes waits for them, and many of them are a queue.

/** Counts the requests that were taken and not answered yet. */
export class RequestsUnderWay {
  #count = 0;
  #most = 0;
  #finished: () => void = () => undefined;

  /** A request was taken. */
  begin(): void {
    this.#count++;
    if (this.#count > this.#most) this.#most = this.#count;
  }

  /** A request was answered. */
  end(): void {
    this.#count--;
    if (this.#count === 0) this.#finished();
  }

  /** How many there were at most at one time since this was asked last. */
  takeMost(): number {
    const most = this.#most;
    this.#most = this.#count;
    return most;
  }

  /** Settles once there is none. For one who waits. */
  async none(): Promise<void> {
    if (this.#count > 0) await new Promise<void>((resolve) => (this.#finished = resolve));
  }
}
