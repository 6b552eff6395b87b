// Lets claims live as long as what was said under the names: while a name stands in a history or on a list of members,
// its claim is renewed. Once a while for each room, never for each message.

import { toLook } from "@chat/protocol/look";

import type { LiveRooms } from "./live-rooms.ts";
import type { Names } from "./names.ts";
import type { RoomStore } from "./room-store.ts";
import type { Retention } from "./tail.ts";

/** The username in a message's JSON: names hold nothing that JSON would escape. */
const AUTHOR = /"username":"([^"]*)"/;

/** What the keeper works with. */
export interface ClaimKeeperPorts {
  store: { claims: Pick<RoomStore["claims"], "renew">; load: RoomStore["load"] };
  names: Pick<Names, "renewEveryMs" | "keepMs">;
  /** The rooms that have members on this node. */
  rooms: Pick<LiveRooms, "names" | "whenOpen">;
  retention: Pick<Retention, "limit">;
  /** Is told of failures. */
  warn: (room: string, error: unknown) => void;
}

/** Renews the claims of all who are, or were, in rooms that are in use. Close it. */
export class ClaimKeeper {
  readonly #ports: ClaimKeeperPorts;
  /** The rooms that were seen to since the last tick. */
  readonly #done = new Set<string>();
  readonly #timer: NodeJS.Timeout;

  constructor(ports: ClaimKeeperPorts) {
    this.#ports = ports;
    this.#timer = setInterval(() => void this.#tick(), ports.names.renewEveryMs);
    this.#timer.unref();
  }

  /** Notes that a message is to be stored: with it the history of the room lives on, and what others said there too. */
  note(room: string): void {
    if (this.#done.has(room)) return;
    void this.#see(room);
  }

  /** Stops. */
  close(): void {
    clearInterval(this.#timer);
  }

  async #tick(): Promise<void> {
    this.#done.clear();
    // One after the other: nothing here is in a hurry, and messages must not wait for it.
    for (const room of [...this.#ports.rooms.names]) await this.#see(room);
  }

  async #see(room: string): Promise<void> {
    if (this.#done.has(room)) return;
    this.#done.add(room);
    const { store, names, rooms, retention } = this.#ports;
    try {
      const live = await rooms.whenOpen(room);
      const looks = new Set(live?.members.map(toLook));
      const { messages } = live?.page({ limit: retention.limit }) ?? (await store.load(room));
      for (const { json } of messages) {
        const author = AUTHOR.exec(json)?.[1];
        if (author !== undefined) looks.add(toLook(author));
      }
      if (looks.size > 0) await store.claims.renew([...looks], names.keepMs);
    } catch (error) {
      // The next message tries again.
      this.#done.delete(room);
      this.#ports.warn(room, error);
    }
  }
}
