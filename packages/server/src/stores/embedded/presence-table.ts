// Who is in which room of an embedded server, and what is announced of it. In memory; a copy on disk says who was here,
// should the process die. Knows no LMDB: the copy is behind a port.

import type { Joined, Left, LeaveReason } from "@chat/protocol";

import type { PresenceAnnouncement, Roster } from "../../rooms/room-store.ts";
import { compareCodePoints } from "../../rooms/roster.ts";

/** Where the copy is kept. */
export interface PresenceCopy {
  put(room: string, session: string, username: string): void;
  remove(room: string, session: string): void;
}

/** What presence works with. */
export interface PresencePorts {
  copy: PresenceCopy;
  announce: (room: string, announcement: PresenceAnnouncement) => void;
  /** The time in milliseconds since the epoch. */
  now: () => number;
}

interface Presence {
  version: number;
  born: number;
  /** session → username */
  sessions: Map<string, string>;
  /** username → number of sessions */
  names: Map<string, number>;
}

/** The members of all rooms. */
export class PresenceTable {
  readonly #ports: PresencePorts;
  readonly #rooms = new Map<string, Presence>();
  readonly #ghosts = new Map<string, Set<string>>();

  constructor(ports: PresencePorts) {
    this.#ports = ports;
  }

  /** Puts back somebody who was here when the process before this one ended. {@link bury} ends it. */
  restore(room: string, session: string, username: string): void {
    const presence = this.#obtain(room);
    presence.sessions.set(session, username);
    presence.names.set(username, (presence.names.get(username) ?? 0) + 1);
    this.#bump(presence);
    const ghosts = this.#ghosts.get(room) ?? new Set<string>();
    this.#ghosts.set(room, ghosts.add(session));
  }

  /** Takes out who was put back and has not returned. */
  bury(reason: LeaveReason): void {
    for (const [room, sessions] of this.#ghosts) {
      for (const session of sessions) this.exit(room, session, "", reason);
    }
    this.#ghosts.clear();
  }

  /** Puts a session into a room. Answers the roster's version. */
  enter(room: string, session: string, username: string, by = session): number {
    const before = this.#rooms.get(room)?.sessions.get(session);
    if (before !== undefined && before !== username) this.exit(room, session, by, "left");
    const presence = this.#obtain(room);
    if (before === username) return presence.version;
    presence.sessions.set(session, username);
    this.#ports.copy.put(room, session, username);
    const count = (presence.names.get(username) ?? 0) + 1;
    presence.names.set(username, count);
    if (count === 1) {
      const notice = this.#toNotice(room, username, presence);
      this.#announce("joined", presence, notice, by);
    }
    return presence.version;
  }

  /** Takes a session out of a room. */
  exit(room: string, session: string, by: string, reason: LeaveReason): void {
    const presence = this.#rooms.get(room);
    const username = presence?.sessions.get(session);
    if (!presence || username === undefined) return;
    presence.sessions.delete(session);
    this.#ports.copy.remove(room, session);
    const count = (presence.names.get(username) ?? 1) - 1;
    if (count > 0) {
      presence.names.set(username, count);
      return;
    }
    presence.names.delete(username);
    if (presence.names.size === 0) this.#rooms.delete(room);
    const notice: Left = { ...this.#toNotice(room, username, presence), reason };
    this.#announce("left", presence, notice, by);
  }

  /** Makes the living sessions of a room what they should be. */
  reconcile(room: string, sessions: ReadonlyMap<string, string>): void {
    for (const [session, username] of sessions) this.enter(room, session, username, "");
    const ghosts = this.#ghosts.get(room);
    for (const session of [...(this.#rooms.get(room)?.sessions.keys() ?? [])]) {
      if (!sessions.has(session) && !ghosts?.has(session)) {
        this.exit(room, session, "", "disconnected");
      }
    }
  }

  /** Who is in a room. */
  roster(room: string): Roster {
    const presence = this.#rooms.get(room);
    if (!presence) return { version: 0, born: 0, members: [] };
    return { version: presence.version, born: presence.born, members: [...presence.names.keys()] };
  }

  /** The members of every room that has some, in code point order. */
  all(): Map<string, string[]> {
    return new Map(
      [...this.#rooms].map(([room, { names }]) => [
        room,
        [...names.keys()].sort(compareCodePoints),
      ]),
    );
  }

  #obtain(room: string): Presence {
    let presence = this.#rooms.get(room);
    if (!presence) {
      presence = { version: 0, born: 0, sessions: new Map(), names: new Map() };
      this.#rooms.set(room, presence);
    }
    return presence;
  }

  #bump(presence: Presence): number {
    const prev = presence.version;
    presence.version = Math.max(prev + 1, this.#ports.now() * 1_000);
    if (prev === 0) presence.born = presence.version;
    return prev;
  }

  #announce(type: "joined" | "left", presence: Presence, notice: Joined, by: string): void {
    const prev = this.#bump(presence);
    const { version } = presence;
    const { room, username } = notice;
    const json = JSON.stringify(notice);
    this.#ports.announce(room, { type, version, prev, username, by, json });
  }

  #toNotice(room: string, username: string, { names }: Presence): Joined {
    const timestamp = new Date(this.#ports.now()).toISOString();
    return { room, username, timestamp, members: names.size };
  }
}
