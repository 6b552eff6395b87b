// Takes those out of the rooms of this node whom an operator wants out: by name, as soon as it is announced, and by
// address, which this node alone can tell. Those go by name too, so that everybody is told who went and why.

import type { Moderated } from "@chat/protocol";

import type { LiveRoom } from "./live-room.ts";
import type { Operators } from "./operators.ts";
import { type Penalty, RULES_KEEP_MS } from "./room-rules.ts";
import type { RoomStore } from "./room-store.ts";

/** What the bouncer works with. */
export interface BouncerPorts {
  store: Pick<RoomStore, "takeMeasure">;
  operators: Pick<Operators, "isNamed">;
  /** The address that a connection comes from, see `ClientAddressOf`. */
  addressOf: (connection: string) => string;
  /** Takes a connection out of a room. */
  dismiss: (connection: string, room: string) => Promise<void>;
  /** The time in milliseconds since the epoch. */
  now: () => number;
  /** Is told whom it took out. */
  record: (connection: string, done: Moderated, address: string) => void;
  /** Is told of failures. */
  warn: (room: string, error: unknown) => void;
}

/** The bouncer of a node's rooms. */
export class Bouncer {
  readonly #ports: BouncerPorts;

  constructor(ports: BouncerPorts) {
    this.#ports = ports;
  }

  /** Hears what was done in a room, once the room was told; undefined: something may have been done that was not heard. */
  hear(live: LiveRoom, done: Moderated | undefined): void {
    const isOut = done?.action === "kick" || done?.action === "ban";
    if (isOut && done.username !== undefined) this.#takeOut(live, done, done.username);
    if (done === undefined || done.action === "ban") this.#review(live, done?.username);
  }

  #takeOut(live: LiveRoom, done: Moderated, username: string): void {
    const { addressOf, dismiss, record, warn } = this.#ports;
    for (const [session, name] of live.presence.sessions) {
      if (name !== username) continue;
      record(session, done, addressOf(session));
      dismiss(session, live.name).catch((error: unknown) => warn(live.name, error));
    }
  }

  /** Has those announced who are here and may not be. @param named who was announced already */
  #review(live: LiveRoom, named: string | undefined): void {
    const { operators, addressOf, now } = this.#ports;
    if (live.rules.penaltyCount === 0) return;
    const found = new Map<string, Penalty>();
    for (const [session, username] of live.presence.sessions) {
      if (username === named || found.has(username) || operators.isNamed(username)) continue;
      const ban = live.rules.banOf(username, () => addressOf(session), now());
      if (ban) found.set(username, ban);
    }
    for (const [username, ban] of found) this.#announce(live.name, username, ban);
  }

  #announce(room: string, username: string, { by, reason }: Penalty): void {
    const { store, now, warn } = this.#ports;
    const done: Moderated = {
      room,
      action: "kick",
      by,
      username,
      ...(reason !== undefined && { reason }),
      timestamp: new Date(now()).toISOString(),
    };
    const measure = { json: JSON.stringify(done), changes: [], keepMs: RULES_KEEP_MS };
    store.takeMeasure(room, measure).catch((error: unknown) => warn(room, error));
  }
}
