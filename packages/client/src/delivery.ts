// Drives the outbox: sends each room's drafts one after the other until the server has them, with the same nonce each
// time. Knows how to post and when it may, not the socket and not the rooms.

import { ChatError, NONCE_WINDOW_MS, type Message } from "@chat/protocol";

import { backOff } from "./back-off.ts";
import type { Clock } from "./clock.ts";
import { closedError } from "./failures.ts";
import { Outbox, type OutboxItem } from "./outbox.ts";
import type { Draft, OutboxStorage, Sending } from "./types.ts";

const RETRY = { first: 250, most: 10_000 };
const RATE_LIMITED_MS = 1_000;
/** How long a nonce is relied on: the server's window less what clocks and delays may take from it. */
const NONCE_TRUSTED_MS = NONCE_WINDOW_MS - 30_000;

/** What the delivery needs of the world. */
export interface DeliveryPorts {
  clock: Clock;
  /** From 0 up to 1. */
  random: () => number;
  /** Whether drafts of this room may be sent now. */
  ready(room: string): boolean;
  /** Posts a draft. @throws ChatError */
  post(draft: Draft): Promise<Message>;
  /** The newest id of a room's log, undefined where none is kept. */
  lastId(room: string): number | undefined;
  /**
   * What a room's log says about a draft that may have been stored: its message, `absent` where the log is whole since
   * `after` and does not have it, `unknown` otherwise.
   */
  lookUp(draft: Draft, after: number | undefined): Message | "absent" | "unknown";
  /** Hears that the server has a draft, in the same turn in which the outbox notes it. */
  stored(message: Message): void;
  /** Hears of a draft that changed its state. */
  changed(draft: Draft): void;
  /** Where drafts are kept over a restart. */
  storage: OutboxStorage | undefined;
}

interface Promised {
  resolve(message: Message): void;
  reject(error: ChatError): void;
}

/**
 * Sends drafts. One of a room at a time: a later one could overtake an earlier one that is refused for the moment.
 * Rooms do not wait for each other.
 */
export class Delivery {
  readonly outbox = new Outbox();
  #ports: DeliveryPorts;
  #promised = new Map<OutboxItem, Promised>();
  #pauses = new Map<string, () => void>();
  #saving = false;
  #closed = false;

  constructor(ports: DeliveryPorts) {
    this.#ports = ports;
    this.#restore();
  }

  /** Hands over a draft. */
  add(draft: Draft): Sending {
    const item = this.outbox.add(draft);
    this.outbox.retry(item);
    const stored = new Promise<Message>((resolve, reject) => {
      const earlier = this.#promised.get(item);
      this.#promised.set(item, {
        resolve: (message) => (earlier?.resolve(message), resolve(message)),
        reject: (error) => (earlier?.reject(error), reject(error)),
      });
    });
    // The draft's state says it too: whoever looks there need not listen here.
    stored.catch(() => undefined);
    this.#changed(item);
    if (this.#closed) this.#settle(item)?.reject(closedError());
    this.pump(item.draft.room);
    return { draft: item.draft, stored };
  }

  /** Sends what may be sent: of one room, or of all. */
  pump(room?: string): void {
    if (this.#closed) return;
    for (const name of room === undefined ? this.outbox.rooms : [room]) {
      if (this.#pauses.has(name) || !this.#ports.ready(name)) continue;
      const item = this.outbox.next(name);
      if (item !== undefined) void this.#deliver(item);
    }
  }

  /** Forgets waits that were for a connection which is now another, and sends. */
  resume(room: string): void {
    this.#pauses.get(room)?.();
    this.#pauses.delete(room);
    this.pump(room);
  }

  /** See {@link ChatClientApi.retry}. */
  retry(nonce: string): void {
    const item = this.outbox.find(nonce);
    if (item === undefined || !this.outbox.retry(item)) return;
    this.#changed(item);
    this.pump(item.draft.room);
  }

  /** See {@link ChatClientApi.discard}. */
  discard(nonce: string): void {
    const item = this.outbox.find(nonce);
    if (item === undefined || item.draft.state === "sending") return;
    this.outbox.remove(item);
    const error = new ChatError("unavailable", "The message was discarded.", { retryable: false });
    this.#settle(item)?.reject(error);
    this.#changed(item);
    this.pump(item.draft.room);
  }

  /** Refuses every draft: the server does not let this client in. */
  refuse(error: ChatError): void {
    for (const item of this.outbox.pending) {
      if (item.draft.state !== "failed") this.#fail(item, error);
    }
  }

  /** Sends no more. Drafts that were not acknowledged stay in the storage. */
  close(): void {
    this.#closed = true;
    for (const cancel of this.#pauses.values()) cancel();
    this.#pauses.clear();
    for (const item of [...this.#promised.keys()]) this.#settle(item)?.reject(closedError());
    this.#save();
  }

  async #deliver(item: OutboxItem): Promise<void> {
    const { room } = item.draft;
    if (this.#resolveDoubt(item)) return this.pump(room);
    const sentAt = this.#ports.clock.now();
    this.outbox.markSending(item, this.#ports.lastId(room));
    this.#changed(item);
    try {
      this.#store(item, await this.#ports.post(item.draft));
    } catch (error) {
      if (!(error instanceof ChatError)) throw error;
      // A draft that was taken away meanwhile has no say; a closed client keeps it as it was, in doubt.
      if (this.#closed || item.draft.state !== "sending") return;
      if (error.retryable) this.#postpone(item, error, sentAt);
      else this.#fail(item, error);
    }
    this.pump(room);
  }

  #store(item: OutboxItem, message: Message): void {
    this.outbox.markStored(item, message.id);
    this.#ports.stored(message);
    this.#settle(item)?.resolve(message);
    this.#save();
  }

  #postpone(item: OutboxItem, error: ChatError, sentAt: number): void {
    const { room } = item.draft;
    const { clock, random } = this.#ports;
    const limited = error.code === "rate_limited";
    // Over the limit is the one refusal that says for sure that nothing was stored.
    this.outbox.markWaiting(item, error.toWire(), limited ? undefined : sentAt);
    this.#changed(item);
    const atLeast = error.retryAfterMs ?? (limited ? RATE_LIMITED_MS : 0);
    const wait = limited
      ? atLeast * (1 + random() / 4)
      : Math.max(atLeast, backOff(item.failures, RETRY, random()));
    this.#pauses.get(room)?.();
    this.#pauses.set(
      room,
      clock.after(wait, () => this.resume(room)),
    );
  }

  #fail(item: OutboxItem, error: ChatError): void {
    this.outbox.markFailed(item, error.toWire());
    this.#settle(item)?.reject(error);
    this.#changed(item);
  }

  /**
   * A draft that may have been stored is safe to send again while the server remembers its nonce. After that the log
   * tells, or else a person has to: it would be wrong to risk saying it twice, and to claim that it was said.
   *
   * @returns whether the draft is done with
   */
  #resolveDoubt(item: OutboxItem): boolean {
    const { doubtSince, lastIdBefore, draft } = item;
    if (doubtSince === undefined) return false;
    if (this.#ports.clock.now() - doubtSince < NONCE_TRUSTED_MS) return false;
    const found = this.#ports.lookUp(draft, lastIdBefore);
    if (found === "absent") {
      item.doubtSince = undefined;
      return false;
    }
    if (found !== "unknown") this.#store(item, found);
    else {
      const message =
        "It is not known whether this was sent. Look into the room before sending it again.";
      this.#fail(item, new ChatError("unavailable", message, { retryable: false }));
    }
    return true;
  }

  #settle(item: OutboxItem): Promised | undefined {
    const promised = this.#promised.get(item);
    this.#promised.delete(item);
    return promised;
  }

  #changed(item: OutboxItem): void {
    this.#ports.changed(item.draft);
    this.#save();
  }

  #restore(): void {
    let drafts: readonly Draft[] = [];
    try {
      drafts = this.#ports.storage?.load() ?? [];
    } catch {
      // A storage that cannot be read holds nothing; what is typed from now on is sent all the same.
    }
    for (const kept of drafts) {
      // What was on its way when the last run ended may have arrived.
      const doubtSince = kept.state === "sending" ? kept.createdAt : undefined;
      const draft: Draft = kept.state === "sending" ? { ...kept, state: "waiting" } : kept;
      this.outbox.add(draft, { doubtSince });
    }
  }

  /** Saves at the end of this turn, once for all that changed in it. */
  #save(): void {
    const { storage } = this.#ports;
    if (storage === undefined || this.#saving) return;
    this.#saving = true;
    queueMicrotask(() => {
      this.#saving = false;
      try {
        storage.save(this.outbox.pending.map(toKept));
      } catch {
        // A full or locked storage costs the drafts their life after this run, not this run.
      }
    });
  }
}

function toKept({ draft, doubtSince }: OutboxItem): Draft {
  return doubtSince === undefined || draft.state === "failed"
    ? draft
    : { ...draft, state: "sending" };
}
