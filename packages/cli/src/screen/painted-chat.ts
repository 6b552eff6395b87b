// The chat as it was last painted. Components follow this and not the client itself: in a flood the client changes
// with every turn of the event loop, the screen some thirty times a second.

import type { ChatSnapshot } from "@chat/client";
import type { SnapshotSource } from "@chat/client/react";

/** A source for `useChat` that moves on only when told to. */
export class PaintedChat implements SnapshotSource {
  #snapshot: ChatSnapshot;
  readonly #listeners = new Set<() => void>();

  constructor(snapshot: ChatSnapshot) {
    this.#snapshot = snapshot;
  }

  getSnapshot = (): ChatSnapshot => this.#snapshot;

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Moves on to what is painted next. */
  show(snapshot: ChatSnapshot): void {
    if (snapshot === this.#snapshot) return;
    this.#snapshot = snapshot;
    for (const listener of this.#listeners) listener();
  }
}
