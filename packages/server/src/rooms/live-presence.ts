// Who is in one live room: the sessions of this node in it, and a copy of the members on all nodes. Tells the room of
// comings and goings. Knows neither messages nor how a copy is loaded.

import type { Joined } from "@chat/protocol";

import type { Audience } from "./audience.ts";
import type { PresenceAnnouncement, RoomStore, Roster } from "./room-store.ts";
import { type Change, LiveRoster } from "./roster.ts";
import { VersionHearers } from "./version-hearers.ts";

/** How long a join waits to hear the change of presence that it made, before the roster is loaded anew, in ms. */
const HEAR_WITHIN_MS = 1_000;
/** How long a node is given to enter its sessions anew after the store forgot them, in milliseconds. */
const REENTER_WITHIN_MS = 45_000;

/** What presence works with. */
export interface LivePresencePorts {
  store: Pick<RoomStore, "enter">;
  audience: Pick<Audience, "deliver">;
  /** The time in milliseconds since the epoch. */
  now: () => number;
}

/** A session in the room. */
interface Occupant {
  username: string;
  /** Whether the store knows of it, and its entering has been announced. */
  registered: boolean;
}

/** The people of one live room. */
export class LivePresence {
  readonly #room: string;
  readonly #ports: LivePresencePorts;
  readonly #occupants = new Map<string, Occupant>();
  readonly #hearers = new VersionHearers(HEAR_WITHIN_MS);
  #roster = new LiveRoster({ version: 0, born: 0, members: [] });

  constructor(room: string, ports: LivePresencePorts) {
    this.#room = room;
    this.#ports = ports;
  }

  /** How many sessions of this node are in the room. */
  get size(): number {
    return this.#occupants.size;
  }

  /** The sessions of this node in the room, session → username: a copy of all. */
  get sessions(): Map<string, string> {
    return new Map([...this.#occupants].map(([session, { username }]) => [session, username]));
  }

  /** The members in code point order, those on other nodes too. */
  get members(): readonly string[] {
    return this.#roster.members;
  }

  /** Whether a member of another name looks like this one. */
  hasOtherLike(username: string): boolean {
    return this.#roster.hasOtherLike(username);
  }

  /** The version of the roster that was heard last. */
  get version(): number {
    return this.#roster.version;
  }

  /** Takes the members over from the store, when the room is opened: nobody is told. */
  begin(roster: Roster): void {
    this.#roster = new LiveRoster(roster);
  }

  /** Notes a session. The store is told of it by {@link register}. */
  admit(session: string, username: string): void {
    this.#occupants.set(session, { username, registered: false });
  }

  /** Forgets a session. The store is told by the caller. */
  dismiss(session: string): void {
    this.#occupants.delete(session);
  }

  /**
   * Tells the store that an admitted session is here, and waits until this node has heard the change.
   *
   * @param reload loads the roster anew, where the change was not heard in time
   * @throws ChatError `unavailable`
   */
  async register(session: string, reload: () => Promise<void>): Promise<void> {
    const occupant = this.#occupants.get(session);
    if (!occupant) return;
    const version = await this.#ports.store.enter(this.#room, session, occupant.username);
    const heard = await this.#hearers.heard(version, this.#roster.version);
    if (!heard) await reload();
    occupant.registered = true;
  }

  /** Takes a change in, and tells the room of it. `hole`: it does not follow on what was heard, nothing was done. */
  apply(change: PresenceAnnouncement): Change {
    const outcome = this.#roster.apply(change);
    if (outcome === "hole") return outcome;
    if (outcome === "changed") this.#tell(`user_${change.type}`, change.json, change.by);
    this.#hearers.tell(this.#roster.version);
    return outcome;
  }

  /** Replaces the copy, and tells the room what it had not heard. */
  replace(roster: Roster): void {
    const { joined, left } = this.#roster.replace(roster, this.#ports.now());
    for (const username of left) this.#tellLeft(username);
    for (const username of joined) {
      // Who is just coming in is told of the others, not of himself.
      const self = [...this.#occupants].find(
        ([, one]) => one.username === username && !one.registered,
      );
      this.#tell("user_joined", JSON.stringify(this.#toNotice(username)), self?.[0] ?? "");
    }
    this.#hearers.tell(this.#roster.version);
  }

  /** Takes out whom the store forgot and who did not come back, and tells the room. */
  settle(): void {
    for (const username of this.#roster.settle(this.#ports.now() - REENTER_WITHIN_MS)) {
      this.#tellLeft(username);
    }
  }

  /** Lets nobody wait any more. */
  close(): void {
    this.#hearers.tell(Infinity);
  }

  #tellLeft(username: string): void {
    const json = JSON.stringify({ ...this.#toNotice(username), reason: "disconnected" });
    this.#tell("user_left", json, "");
  }

  #tell(event: "user_joined" | "user_left", json: string, by: string): void {
    const delivery = { event, json };
    this.#ports.audience.deliver(this.#room, by === "" ? delivery : { ...delivery, except: by });
  }

  #toNotice(username: string): Joined {
    const timestamp = new Date(this.#ports.now()).toISOString();
    return { room: this.#room, username, timestamp, members: this.#roster.members.length };
  }
}
