// Keeps a node's rooms and the store in step: compares them one after the other, and pays what a failed request left
// behind. Knows neither connections nor what a comparison does.

import type { RoomStore } from "./room-store.ts";

/** How many rooms are compared at once: nobody should wait behind ten thousand of them. */
const AT_ONCE = 64;

/** A room that can be compared with the store. */
export interface ComparedRoom {
  reconcile(): Promise<void>;
}

/** What a reconciler works with. */
export interface ReconcilerPorts {
  store: Pick<RoomStore, "reconcile">;
  /** The names of the live rooms. */
  names: () => Iterable<string>;
  /** The live room of that name. */
  find: (room: string) => ComparedRoom | undefined;
  /** Is told of comparisons that failed. They are made again in the next pass. */
  warn: (room: string, error: unknown) => void;
}

/** Compares all rooms in passes, one pass after the other. */
export class Reconciler {
  readonly #ports: ReconcilerPorts;
  /** Rooms whose sessions in the store may not be what they should. */
  readonly #owed = new Set<string>();
  #pass = Promise.resolve();
  #next: Promise<void> | undefined;

  constructor(ports: ReconcilerPorts) {
    this.#ports = ports;
  }

  /** Has a room compared in the next pass, even if it is not live then. */
  owe(room: string): void {
    this.#owed.add(room);
  }

  /** Makes a pass, once the one under way is over. Who asks before it has begun is answered by it. Never rejects. */
  run(): Promise<void> {
    this.#next ??= this.#pass.then(() => {
      this.#next = undefined;
      this.#pass = this.#compareAll();
      return this.#pass;
    });
    return this.#next;
  }

  async #compareAll(): Promise<void> {
    const rooms = [...new Set([...this.#ports.names(), ...this.#owed])];
    this.#owed.clear();
    for (let at = 0; at < rooms.length; at += AT_ONCE) {
      await Promise.all(rooms.slice(at, at + AT_ONCE).map((room) => this.#compare(room)));
    }
  }

  async #compare(room: string): Promise<void> {
    const live = this.#ports.find(room);
    try {
      // A room that is live no more has no sessions here.
      await (live?.reconcile() ?? this.#ports.store.reconcile(room, new Map<string, string>()));
    } catch (error) {
      this.owe(room);
      this.#ports.warn(room, error);
    }
  }
}
