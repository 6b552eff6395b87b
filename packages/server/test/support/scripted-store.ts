// A store in memory that does what a test tells it: hold an answer back, fail a call, lose an announcement.

import { ChatError, type LeaveReason, type RoomSummary } from "@chat/protocol";

import { isErased, toErased } from "../../src/rooms/erasure.ts";
import type {
  Announcement,
  Appended,
  Comparison,
  Draft,
  Follower,
  Measure,
  MeasureOutcome,
  RoomState,
  RoomStore,
  Roster,
  RuleState,
  StoreEvent,
  StoredMessage,
} from "../../src/rooms/room-store.ts";
import { MemoryNameClaims } from "./memory-name-claims.ts";

/** The calls that can be held back or made to fail. */
export type Call =
  | "append"
  | "load"
  | "follow"
  | "enter"
  | "exit"
  | "reconcile"
  | "rules"
  | "takeMeasure";

/** A call that is held back. */
export interface Held {
  /** Settles when the call has come as far as where it is held. */
  reached: Promise<void>;
  /** Lets it go on. */
  release: () => void;
}

interface Room {
  messages: StoredMessage[];
  /** session → username */
  sessions: Map<string, string>;
  version: number;
  born: number;
  followers: Set<Follower>;
  revision: number;
  rules: Map<string, string>;
}

interface Gate extends Held {
  at: "begin" | "end";
  reach: () => void;
  released: Promise<void>;
}

/** The store. Ids and versions are 1, 2, 3. Sessions whose name begins with `far-` are those of another node. */
export class ScriptedStore implements RoomStore {
  readonly kind = "embedded";
  readonly writesAreDear = false;
  readonly claims = new MemoryNameClaims();
  /** The calls so far, such as `load general`. */
  readonly calls: string[] = [];
  readonly #rooms = new Map<string, Room>();
  readonly #gates = new Map<Call, Gate[]>();
  readonly #failures = new Map<Call, number>();
  #listener: (event: StoreEvent) => void = () => undefined;
  #lastId = 0;
  #muted = false;

  /** Holds the next call back: at its `begin`, or at its `end`, when its answer is made already. */
  hold(call: Call, at: "begin" | "end" = "begin"): Held {
    const [reached, reach] = signal();
    const [released, release] = signal();
    const gate = { at, reached, reach, released, release };
    this.#gates.set(call, [...(this.#gates.get(call) ?? []), gate]);
    return gate;
  }

  /** Makes the next calls fail as a store does that is away. */
  fail(call: Call, times = 1): void {
    this.#failures.set(call, times);
  }

  /** Runs `act` without that anybody hears of what it does. */
  async unheard<T>(act: () => T | Promise<T>): Promise<T> {
    this.#muted = true;
    try {
      return await act();
    } finally {
      this.#muted = false;
    }
  }

  /** Stores a message at once, and announces it. */
  post(room: string, message: string, username = "ada"): StoredMessage {
    const { messages } = this.#room(room);
    const id = ++this.#lastId;
    const prev = messages.at(-1)?.id ?? 0;
    const timestamp = "2026-01-01T00:00:00.000Z";
    const json = JSON.stringify({ id, prev, room, username, message, timestamp });
    const stored = { id, prev, json };
    messages.push(stored);
    this.announce(room, { type: "messages", messages: [stored] });
    return stored;
  }

  /** Carries a measure out at once, and announces it. */
  measure(room: string, { json, changes, erase }: Measure): MeasureOutcome {
    const one = this.#room(room);
    const at = one.messages.findIndex(({ id }) => id === erase);
    const message = one.messages[at];
    if (erase !== undefined && !message) return "absent";
    if (message && isErased(message)) return "repeated";
    const erased = message && toErased(message);
    if (erased) one.messages[at] = erased;
    for (const [name, value] of changes) {
      if (value === null) one.rules.delete(name);
      else one.rules.set(name, value);
    }
    const prev = one.revision;
    one.revision = ++this.#lastId;
    const announcement = { type: "measure" as const, revision: one.revision, prev, json, changes };
    this.announce(room, erased ? { ...announcement, erased } : announcement);
    return "taken";
  }

  /** Forgets a room, as an expiry or a flush does. */
  forget(room: string, what: "messages" | "all" = "all"): void {
    const one = this.#room(room);
    one.messages = [];
    if (what === "messages") return;
    one.sessions.clear();
    one.version = one.born = one.revision = 0;
    one.rules.clear();
  }

  /** Tells the followers of a room. */
  announce(room: string, announcement: Announcement): void {
    if (this.#muted) return;
    for (const follower of this.#room(room).followers) follower(announcement);
  }

  /** Tells whoever watches the store as a whole. */
  happen(event: StoreEvent): void {
    this.#listener(event);
  }

  /** The sessions in a room, session → username. */
  sessions(room: string): Record<string, string> {
    return Object.fromEntries(this.#room(room).sessions);
  }

  /** How many follow a room. */
  followers(room: string): number {
    return this.#room(room).followers.size;
  }

  append({ room, username, message }: Draft): Promise<Appended> {
    return this.#play("append", room, () => ({
      message: this.post(room, message, username),
      repeated: false,
    }));
  }

  load(room: string): Promise<RoomState> {
    return this.#play("load", room, () => ({
      messages: [...this.#room(room).messages],
      roster: this.#roster(room),
      rules: this.#rules(room),
    }));
  }

  follow(room: string, follower: Follower): Promise<() => void> {
    return this.#play("follow", room, () => {
      const { followers } = this.#room(room);
      followers.add(follower);
      return () => void followers.delete(follower);
    });
  }

  enter(room: string, session: string, username: string): Promise<number> {
    return this.#play("enter", room, () => {
      this.#enter(room, session, username, session);
      return this.#room(room).version;
    });
  }

  exit(room: string, session: string, reason: LeaveReason): Promise<void> {
    return this.#play("exit", room, () => this.#exit(room, session, session, reason));
  }

  reconcile(room: string, sessions: ReadonlyMap<string, string>): Promise<Comparison> {
    return this.#play("reconcile", room, () => {
      for (const [session, username] of sessions) this.#enter(room, session, username, "");
      for (const session of this.#room(room).sessions.keys()) {
        const isFar = session.startsWith("far-");
        if (!isFar && !sessions.has(session)) this.#exit(room, session, "", "disconnected");
      }
      const { messages, revision } = this.#room(room);
      return { tip: messages.at(-1)?.id ?? 0, roster: this.#roster(room), revision };
    });
  }

  takeMeasure(room: string, measure: Measure): Promise<MeasureOutcome> {
    return this.#play("takeMeasure", room, () => this.measure(room, measure));
  }

  rules(room: string): Promise<RuleState> {
    return this.#play("rules", room, () => this.#rules(room));
  }

  async announceTyping(room: string, by: string, json: string): Promise<void> {
    this.announce(room, { type: "typing", by, json });
  }

  async members(room: string): Promise<string[]> {
    this.calls.push(`members ${room}`);
    return [...this.#roster(room).members].sort();
  }

  async rooms(): Promise<RoomSummary[]> {
    return [];
  }

  async activeRooms(): Promise<Map<string, string[]>> {
    return new Map();
  }

  async check(): Promise<void> {}

  watch(listener: (event: StoreEvent) => void): void {
    this.#listener = listener;
  }

  async close(): Promise<void> {}

  #room(name: string): Room {
    let room = this.#rooms.get(name);
    if (!room) {
      room = {
        messages: [],
        sessions: new Map(),
        version: 0,
        born: 0,
        followers: new Set(),
        revision: 0,
        rules: new Map(),
      };
      this.#rooms.set(name, room);
    }
    return room;
  }

  #rules(room: string): RuleState {
    const { revision, rules } = this.#room(room);
    return { revision, rules: new Map(rules) };
  }

  #roster(room: string): Roster {
    const { version, born, sessions } = this.#room(room);
    return { version, born, members: [...new Set(sessions.values())] };
  }

  #enter(room: string, session: string, username: string, by: string): void {
    const { sessions } = this.#room(room);
    if (sessions.has(session)) return;
    const isNews = ![...sessions.values()].includes(username);
    sessions.set(session, username);
    if (isNews) this.#announcePresence(room, "joined", username, by);
  }

  #exit(room: string, session: string, by: string, reason: LeaveReason): void {
    const { sessions } = this.#room(room);
    const username = sessions.get(session);
    if (username === undefined) return;
    sessions.delete(session);
    const isNews = ![...sessions.values()].includes(username);
    if (isNews) this.#announcePresence(room, "left", username, by, reason);
  }

  #announcePresence(
    room: string,
    type: "joined" | "left",
    username: string,
    by: string,
    reason?: LeaveReason,
  ): void {
    const one = this.#room(room);
    const prev = one.version;
    one.version = ++this.#lastId;
    if (prev === 0) one.born = one.version;
    const members = this.#roster(room).members.length;
    const timestamp = "2026-01-01T00:00:00.000Z";
    const json = JSON.stringify({ room, username, timestamp, members, reason });
    this.announce(room, { type, username, by, prev, version: one.version, json });
  }

  async #play<T>(call: Call, room: string, act: () => T): Promise<T> {
    this.calls.push(`${call} ${room}`);
    const gate = this.#gates.get(call)?.shift();
    const failures = this.#failures.get(call) ?? 0;
    if (gate?.at === "begin") await pass(gate);
    if (failures > 0) {
      this.#failures.set(call, failures - 1);
      throw new ChatError("unavailable", "The store is away.");
    }
    const answer = act();
    if (gate?.at === "end") await pass(gate);
    return answer;
  }
}

async function pass(gate: Gate): Promise<void> {
  gate.reach();
  await gate.released;
}

function signal(): [Promise<void>, () => void] {
  let settle: () => void = () => undefined;
  const promise = new Promise<void>((resolve) => (settle = resolve));
  return [promise, settle];
}
