// The outbox: drafts by room, in the order they were handed over, and what became of each. Pure: knows no time but what
// it is told, no socket and no storage; `delivery.ts` drives it.

import type { Message, WireError } from "@chat/protocol";

import type { Draft } from "./types.ts";

/** A draft and what a face need not know of it. */
export interface OutboxItem {
  /** Replaced, never changed. */
  draft: Draft;
  /** Attempts that failed in a row. */
  failures: number;
  /**
   * When it was first sent without learning what became of it, in milliseconds since the epoch: from then on it may
   * have been stored.
   */
  doubtSince: number | undefined;
  /** The room's newest id when it was first sent; its message is newer. Undefined where the room was not joined. */
  lastIdBefore: number | undefined;
  /** The id that the server acknowledged it with, while its message is not in the room's log yet. */
  storedAs: number | undefined;
  /** The id of a message in the log that looks like it, while the acknowledgement is under way. */
  seenAs: number | undefined;
}

const NONE: readonly Draft[] = [];

/** The outbox of one client. */
export class Outbox {
  #rooms = new Map<string, OutboxItem[]>();
  #byNonce = new Map<string, OutboxItem>();
  #underWay = new Set<string>();
  #views = new Map<string, readonly Draft[]>();

  /** Puts a draft at the end of its room's queue. One whose nonce is known already changes nothing. */
  add(draft: Draft, known: Partial<OutboxItem> = {}): OutboxItem {
    const present = this.find(draft.nonce);
    if (present !== undefined) return present;
    const item: OutboxItem = {
      failures: 0,
      doubtSince: undefined,
      lastIdBefore: undefined,
      storedAs: undefined,
      seenAs: undefined,
      ...known,
      draft,
    };
    const queue = this.#rooms.get(draft.room);
    if (queue === undefined) this.#rooms.set(draft.room, [item]);
    else queue.push(item);
    this.#byNonce.set(draft.nonce, item);
    this.#views.delete(draft.room);
    return item;
  }

  find(nonce: string): OutboxItem | undefined {
    return this.#byNonce.get(nonce);
  }

  /** The rooms that have drafts. */
  get rooms(): string[] {
    return [...this.#rooms.keys()];
  }

  /** Every draft that the server has not acknowledged, room by room. */
  get pending(): OutboxItem[] {
    return [...this.#rooms.values()].flat().filter(({ storedAs }) => storedAs === undefined);
  }

  /** The draft of a room whose turn it is. Undefined while another is under way. */
  next(room: string): OutboxItem | undefined {
    if (this.#underWay.has(room)) return undefined;
    return this.#queue(room).find(({ draft }) => draft.state === "waiting");
  }

  /** Notes that a draft is on its way. */
  markSending(item: OutboxItem, lastId: number | undefined): void {
    // Kept from the first time on: the message may be of that attempt.
    if (item.doubtSince === undefined) item.lastIdBefore = lastId;
    this.#underWay.add(item.draft.room);
    this.#change(item, { state: "sending" });
  }

  /** Notes that a draft has to wait, and for what. `sentAt`: it may have been stored since then all the same. */
  markWaiting(item: OutboxItem, error?: WireError, sentAt?: number): void {
    item.failures++;
    this.#underWay.delete(item.draft.room);
    item.seenAs = undefined;
    if (sentAt !== undefined) item.doubtSince ??= sentAt;
    this.#change(item, error === undefined ? { state: "waiting" } : { state: "waiting", error });
  }

  /** Notes that a draft is refused for good. Its text stays. */
  markFailed(item: OutboxItem, error: WireError): void {
    if (item.draft.state === "sending") this.#underWay.delete(item.draft.room);
    item.seenAs = undefined;
    this.#change(item, { state: "failed", error });
  }

  /** Lets a failed draft wait for its turn again, in its old place. Returns whether there was one. */
  retry(item: OutboxItem): boolean {
    if (item.draft.state !== "failed") return false;
    item.failures = 0;
    // Whoever asks for this has seen what may have become of it.
    item.doubtSince = undefined;
    this.#change(item, { state: "waiting" });
    return true;
  }

  /** Notes that the server has the draft, as a message that the log does not show yet. */
  markStored(item: OutboxItem, id: number): void {
    item.storedAs = id;
    item.seenAs = undefined;
    if (item.draft.state === "sending") this.#underWay.delete(item.draft.room);
    this.#views.delete(item.draft.room);
  }

  /** Forgets a draft. */
  remove(item: OutboxItem): void {
    const { room } = item.draft;
    const queue = this.#rooms.get(room);
    const index = queue?.indexOf(item) ?? -1;
    if (queue === undefined || index < 0) return;
    queue.splice(index, 1);
    if (queue.length === 0) this.#rooms.delete(room);
    this.#byNonce.delete(item.draft.nonce);
    this.#views.delete(room);
  }

  /** Notes an own message that came to the log's end: the draft it is of need not be shown any more. */
  markSeen({ room, id, message }: Message): void {
    const queue = this.#queue(room);
    if (queue.some(({ storedAs }) => storedAs === id)) return;
    const item = queue.find(
      ({ draft, seenAs, storedAs }) =>
        draft.state === "sending" &&
        seenAs === undefined &&
        storedAs === undefined &&
        draft.text === message,
    );
    if (item === undefined) return;
    item.seenAs = id;
    this.#views.delete(room);
  }

  /** Forgets stored drafts whose message the log of a room has by now, or all of them where it is not kept. */
  settle(room: string, lastId: number = Infinity): void {
    for (const item of [...this.#queue(room)]) {
      if (item.storedAs !== undefined && item.storedAs <= lastId) this.remove(item);
    }
  }

  /** The drafts of a room as a face sees them. The same array until something changes. */
  drafts(room: string): readonly Draft[] {
    const queue = this.#rooms.get(room);
    if (queue === undefined) return NONE;
    let view = this.#views.get(room);
    if (view === undefined) {
      view = queue.filter(({ seenAs }) => seenAs === undefined).map(({ draft }) => draft);
      this.#views.set(room, view);
    }
    return view;
  }

  #queue(room: string): readonly OutboxItem[] {
    return this.#rooms.get(room) ?? [];
  }

  #change(item: OutboxItem, to: { state: Draft["state"]; error?: WireError }): void {
    const { room, text, nonce, createdAt } = item.draft;
    item.draft = { room, text, nonce, createdAt, ...to };
    this.#views.delete(room);
  }
}
