// Who follows which room's channel on this node, and the subscriptions that come of it.

import type { Announcement, Follower } from "../../rooms/room-store.ts";
import { readAnnouncements } from "./announcements.ts";
import type { Connection } from "./connect.ts";
import { toChatError } from "./failure.ts";
import { historyKey, roomOfKey } from "./keys.ts";

interface Channel {
  followers: Set<Follower>;
  /** Settles once Redis has confirmed the subscription. */
  confirmed: Promise<unknown>;
}

/** The subscriptions of one node. A room is subscribed to exactly while it has followers. */
export class Followers {
  readonly #connection: Connection;
  readonly #channels = new Map<string, Channel>();

  constructor(connection: Connection) {
    this.#connection = connection;
    connection.on("smessage", (channel: string, payload: string) => {
      const room = roomOfKey(channel);
      for (const announcement of readAnnouncements(payload)) this.#tell(room, announcement);
    });
    connection.on("ready", () => void this.#subscribeAnew());
    // On a cluster a subscriber of its own serves each shard; a new one may have missed something.
    connection.on("+subscriber", () => this.interrupt());
  }

  /**
   * Settles once Redis has confirmed the subscription.
   *
   * @throws ChatError `unavailable`
   */
  async follow(room: string, follower: Follower): Promise<() => void> {
    let channel = this.#channels.get(room);
    if (!channel) {
      channel = { followers: new Set(), confirmed: this.#subscribe(room) };
      this.#channels.set(room, channel);
    }
    channel.followers.add(follower);
    const unfollow = () => this.#unfollow(room, follower);
    try {
      await channel.confirmed;
    } catch (error) {
      unfollow();
      throw toChatError(error);
    }
    return unfollow;
  }

  /** Asks Redis for a sign of life, so that a dead connection is noticed, and opened anew. Never rejects. */
  async probe(): Promise<void> {
    await this.#connection.ping().catch(() => undefined);
  }

  /** Tells every follower that it may have missed something. */
  interrupt(): void {
    for (const room of this.#channels.keys()) this.#tell(room, { type: "interrupted" });
  }

  #unfollow(room: string, follower: Follower): void {
    const channel = this.#channels.get(room);
    if (!channel?.followers.delete(follower) || channel.followers.size > 0) return;
    this.#channels.delete(room);
    // A subscription that outlives its followers costs little, and ends with the connection.
    this.#connection.sunsubscribe(historyKey(room)).catch(() => undefined);
  }

  #tell(room: string, announcement: Announcement): void {
    for (const follower of this.#channels.get(room)?.followers ?? []) follower(announcement);
  }

  #subscribe(room: string): Promise<unknown> {
    const confirmed = this.#connection.ssubscribe(historyKey(room));
    confirmed.catch(() => undefined);
    return confirmed;
  }

  async #subscribeAnew(): Promise<void> {
    await Promise.all(
      [...this.#channels].map(async ([room, channel]) => {
        channel.confirmed = this.#subscribe(room);
        try {
          await channel.confirmed;
          this.#tell(room, { type: "interrupted" });
        } catch {
          // The connection is gone again: its next `ready` begins anew.
        }
      }),
    );
  }
}
