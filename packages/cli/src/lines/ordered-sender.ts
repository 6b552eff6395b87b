// Posts many drafts in order, several at a time where that is safe. Knows how to post, not over what.

import type { Message } from "@chat/protocol";

import { Patience, sleep, type PatienceOptions } from "../patience.ts";

/** How many may be under way once the server has shown that it takes what comes. */
const WINDOW = 32;
/**
 * How many have to be taken one after the other before several go at once. Twice what a server with rate limits takes
 * at once: one that takes so many has none. With limits, a draft could be refused and its successor, a moment later,
 * not.
 */
const PROOF = 64;

/** What to send, and who hears of it. */
export interface OrderedSending<D> {
  /** What is to be sent, in order. Its failure ends the sending, once what came before is sent. */
  drafts: AsyncIterator<D>;
  /** Posts one. Called again after a failure that may pass: it has to be the same message then. */
  post: (draft: D) => Promise<Message>;
  /** Hears of each stored message, in order; the next is told once this has settled. */
  stored: (message: Message) => Promise<void> | void;
  /** Hears that the sending waits, why, and for how many milliseconds. */
  waits?: (error: unknown, milliseconds: number) => void;
  /** Names a draft where it is refused. */
  describe: (draft: D) => string;
  patience: PatienceOptions;
  /** Ends it all; its reason is what the call rejects with. */
  signal: AbortSignal;
}

/** A draft on its way: not sent yet where it has no outcome and is not under way. */
interface Flight<D> {
  draft: D;
  underWay: boolean;
  outcome?: { message: Message } | { error: unknown };
}

/** Sends drafts. Made for one sending. */
export class OrderedSender<D> {
  readonly #sending: OrderedSending<D>;
  readonly #patience: Patience;
  /** Those that are not done with, in order. */
  readonly #flights: Flight<D>[] = [];
  #window = 1;
  #proven = 0;
  #reading = false;
  #ended = false;
  #readFailure: { error: unknown } | undefined;
  #wake: () => void = () => undefined;

  constructor(sending: OrderedSending<D>) {
    this.#sending = sending;
    this.#patience = new Patience(sending.patience);
    this.#patience.renew();
  }

  /**
   * Sends until there is no more.
   *
   * @returns how many were sent
   * @throws what `post` threw where it is final; what came before it is stored then
   */
  async run(): Promise<number> {
    const { signal } = this.#sending;
    signal.addEventListener("abort", () => this.#wake(), { once: true });
    let sent = 0;
    for (;;) {
      if (signal.aborted) throw signal.reason;
      this.#read();
      this.#launch();
      const head = this.#flights[0];
      if (head?.outcome === undefined) {
        if (head === undefined && this.#ended) break;
        await new Promise<void>((resolve) => (this.#wake = resolve));
      } else if ("message" in head.outcome) {
        this.#flights.shift();
        sent += 1;
        this.#succeeded();
        await this.#sending.stored(head.outcome.message);
      } else {
        await this.#failed(head, head.outcome.error);
      }
    }
    if (this.#readFailure) throw this.#readFailure.error;
    return sent;
  }

  /** Asks for the next draft where there is room for it. */
  #read(): void {
    if (this.#reading || this.#ended || this.#flights.length >= this.#window) return;
    this.#reading = true;
    this.#sending.drafts.next().then(
      ({ done, value }) => {
        this.#reading = false;
        if (done === true) this.#ended = true;
        else this.#flights.push({ draft: value, underWay: false });
        this.#wake();
      },
      (error: unknown) => {
        this.#ended = true;
        this.#readFailure = { error };
        this.#wake();
      },
    );
  }

  #launch(): void {
    for (const flight of this.#flights.slice(0, this.#window)) {
      if (flight.underWay || flight.outcome !== undefined) continue;
      flight.underWay = true;
      this.#sending.post(flight.draft).then(
        (message) => this.#landed(flight, { message }),
        (error: unknown) => this.#landed(flight, { error }),
      );
    }
  }

  #landed(flight: Flight<D>, outcome: NonNullable<Flight<D>["outcome"]>): void {
    flight.underWay = false;
    flight.outcome = outcome;
    this.#wake();
  }

  #succeeded(): void {
    this.#patience.renew();
    this.#proven += 1;
    if (this.#proven >= PROOF) this.#window = WINDOW;
  }

  /** The first that is not stored: it goes again before anything else does. */
  async #failed(head: Flight<D>, error: unknown): Promise<void> {
    const { signal, waits, describe } = this.#sending;
    this.#window = 1;
    this.#proven = 0;
    let wait: number;
    try {
      wait = this.#patience.waitAfter(error);
    } catch (final) {
      if (final instanceof Error) final.message = `${describe(head.draft)}: ${final.message}`;
      throw final;
    }
    // What was sent behind it has its own answer, which counts: nothing is under way when the head goes again.
    while (this.#flights.some(({ underWay }) => underWay) && !signal.aborted) {
      await new Promise<void>((resolve) => (this.#wake = resolve));
    }
    waits?.(error, wait);
    await sleep(wait, signal);
    for (const flight of this.#flights) {
      if (flight.outcome && "error" in flight.outcome) delete flight.outcome;
    }
  }
}
