// Tells faces of changes: events at once and in order, the snapshot once a turn. Knows nothing of what is in them.

import { nextTurn } from "./next-turn.ts";
import type { ChatEvent, ChatSnapshot } from "./types.ts";

/** Holds the newest snapshot and those who listen. */
export class Publisher {
  #create: () => ChatSnapshot;
  #snapshot: ChatSnapshot | undefined;
  #subscribers = new Set<{ call: () => void }>();
  #listeners = new Set<{ call: (event: ChatEvent) => void }>();
  #scheduled = false;

  /** @param create makes a snapshot of how things stand; asked for only when somebody looks after a change */
  constructor(create: () => ChatSnapshot) {
    this.#create = create;
  }

  /** The newest snapshot. The same object until `changed`. */
  get snapshot(): ChatSnapshot {
    return (this.#snapshot ??= this.#create());
  }

  /** Notes that the next snapshot differs. Subscribers hear of it in the next turn, once. */
  changed(): void {
    this.#snapshot = undefined;
    if (this.#scheduled) return;
    this.#scheduled = true;
    nextTurn(() => {
      this.#scheduled = false;
      for (const { call } of [...this.#subscribers]) guard(call);
    });
  }

  /** Tells listeners now. */
  emit(event: ChatEvent): void {
    this.changed();
    for (const { call } of [...this.#listeners]) guard(() => call(event));
  }

  subscribe(listener: () => void): () => void {
    return add(this.#subscribers, { call: listener });
  }

  listen(listener: (event: ChatEvent) => void): () => void {
    return add(this.#listeners, { call: listener });
  }
}

// Wrapped, so that one function added twice is called twice and taken off once.
function add<T>(set: Set<T>, item: T): () => void {
  set.add(item);
  return () => void set.delete(item);
}

/** A listener's fault is its own: it surfaces as uncaught, and the state and the other listeners go on. */
function guard(call: () => void): void {
  try {
    call();
  } catch (error) {
    nextTurn(() => {
      throw error;
    });
  }
}
