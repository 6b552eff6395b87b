// One room that has members on this node: its tail, its people, and how both are loaded and kept in step.
// Delivers only what the store announces, in the order announced. Knows neither sockets nor Redis.

import type { Moderated } from "@chat/protocol";

import type { ChatPorts } from "./chat-ports.ts";
import { isErased } from "./erasure.ts";
import { LivePresence } from "./live-presence.ts";
import { LiveRules } from "./live-rules.ts";
import { toHistoryJson } from "./page.ts";
import type { RoomRules } from "./room-rules.ts";
import type {
  Announcement,
  MeasureAnnouncement,
  Page,
  PageQuery,
  PresenceAnnouncement,
  RoomState,
  StoredMessage,
  TypingAnnouncement,
} from "./room-store.ts";
import { Tail } from "./tail.ts";

/** The pause before a failed reload is tried again, in milliseconds. */
const RELOAD_PAUSE_MS = 500;
/** The most announcements held back while a room is loaded; past it they are dropped, and loaded once more. */
const HELD_MAX = 10_000;

/** What a live room works with. */
export interface LiveRoomPorts extends Pick<
  ChatPorts,
  "store" | "audience" | "retention" | "now" | "warn"
> {
  /** Is told that something was missed, and the room read anew for it. */
  reloading: () => void;
  /** Is told of what operators did, once the room was told; undefined: something may have been done that was not heard. */
  moderated: (live: LiveRoom, done: Moderated | undefined) => void;
}

/** A room with members on this node. Open it before anything else; it is of no use once closed. */
export class LiveRoom {
  readonly name: string;
  readonly #ports: LiveRoomPorts;
  readonly #presence: LivePresence;
  #tail: Tail;
  readonly #rules = new LiveRules();
  /** Announcements that arrived while the state is being loaded; undefined while live. */
  #held: Announcement[] | undefined = [];
  #reloading: Promise<void> | undefined;
  #unfollow: (() => void) | undefined;
  #opened = false;
  #closed = false;

  constructor(name: string, ports: LiveRoomPorts) {
    this.name = name;
    this.#ports = ports;
    this.#presence = new LivePresence(name, ports);
    this.#tail = new Tail(ports.retention, ports.now);
  }

  /** The sessions of this node in the room. */
  get presence(): Pick<LivePresence, "size" | "sessions"> {
    return this.#presence;
  }

  /** The members in code point order, those on other nodes too. */
  get members(): readonly string[] {
    return this.#presence.members;
  }

  /** Whether a member of another name looks like this one. */
  hasOtherLike(username: string): boolean {
    return this.#presence.hasOtherLike(username);
  }

  /** Whether it was loaded, and can be asked for what it keeps. */
  get isOpen(): boolean {
    return this.#opened;
  }

  /** What operators set. */
  get rules(): RoomRules {
    return this.#rules.current;
  }

  /** The ids of deleted messages up to `id` that are still kept, oldest first: whoever saw them read them then. */
  erasedUpTo(id: number): number[] {
    if (this.rules.revision === 0) return [];
    return this.#tail.messages.filter((one) => one.id <= id && isErased(one)).map((one) => one.id);
  }

  /** How many messages of it are held in memory. */
  get heldMessages(): number {
    return this.#tail.held;
  }

  /**
   * Follows the room, then reads it: in this order nothing falls between.
   *
   * @throws ChatError `unavailable`
   */
  async open(): Promise<void> {
    const { store } = this.#ports;
    this.#unfollow = await store.follow(this.name, (announcement) => this.#hear(announcement));
    const state = await store.load(this.name);
    this.#tail = new Tail(this.#ports.retention, this.#ports.now, state.messages);
    this.#presence.begin(state.roster);
    this.#rules.begin(state);
    this.#opened = true;
    this.#release();
  }

  /** Stops following. */
  close(): void {
    this.#closed = true;
    this.#unfollow?.();
    this.#presence.close();
  }

  /**
   * Lets a session hear the room from here on, and sends it the backlog first: both in one turn, so that nothing
   * falls between. Presence is told to the store by {@link register}.
   */
  admit(session: string, username: string, query: PageQuery): void {
    this.#presence.admit(session, username);
    this.sendHistory(session, query);
  }

  /** Sends a session the backlog once more. */
  sendHistory(session: string, query: PageQuery): void {
    this.#ports.audience.enter(this.name, session, toHistoryJson(this.name, this.page(query)));
  }

  /**
   * Tells the store that an admitted session is here, and settles once this node has heard the change, so that the
   * member list that the session is given and the changes it hears later fit together.
   *
   * @throws ChatError `unavailable`; the session is then out again
   */
  register(session: string): Promise<void> {
    return this.#presence.register(session, () => this.#reload());
  }

  /** Takes a session out, here at once. The store is told by the caller. */
  dismiss(session: string): void {
    this.#presence.dismiss(session);
    this.#ports.audience.exit(this.name, session);
  }

  /** Part of the history, from memory. */
  page(query: PageQuery): Page {
    return this.#tail.page(query);
  }

  /**
   * Compares the copy with the store, repairs either, and settles when they agree.
   *
   * @throws ChatError `unavailable`
   */
  async reconcile(): Promise<void> {
    await this.#reloading;
    if (this.#closed || this.#held) return;
    const { tip, roster, revision } = await this.#ports.store.reconcile(
      this.name,
      this.#presence.sessions,
    );
    if (this.#closed || this.#held) return;
    // What was announced since the comparison was made is newer than it, and no reason to doubt the copy.
    const missed = tip !== this.#tail.tip && (tip === 0 || tip > this.#tail.lastId);
    if (missed || this.#rules.isBehind(revision)) await this.#reload();
    else if (roster.version > this.#presence.version) this.#presence.replace(roster);
    this.#presence.settle();
  }

  #hear(announcement: Announcement): void {
    if (this.#closed) return;
    if (!this.#held) {
      this.#apply(announcement);
    } else if (this.#held.length < HELD_MAX) {
      this.#held.push(announcement);
    } else {
      this.#held = [{ type: "interrupted" }];
    }
  }

  #apply(announcement: Announcement): void {
    switch (announcement.type) {
      case "messages":
        for (const [index, message] of announcement.messages.entries()) {
          if (!this.#applyMessage(message)) {
            this.#held = [{ ...announcement, messages: announcement.messages.slice(index) }];
            void this.#reload();
            return;
          }
        }
        return;
      case "joined":
      case "left":
        this.#applyPresence(announcement);
        return;
      case "measure":
        this.#applyMeasure(announcement);
        return;
      case "typing":
        this.#deliverTyping(announcement);
        return;
      case "interrupted":
        void this.#reload();
    }
  }

  /** False where the message is behind a hole. */
  #applyMessage(message: StoredMessage): boolean {
    const arrival = this.#tail.judge(message);
    if (arrival === "hole") return false;
    if (arrival === "next") {
      this.#tail.append(message);
      this.#ports.audience.deliver(this.name, { event: "message", json: message.json });
    }
    return true;
  }

  #applyMeasure(measure: MeasureAnnouncement): void {
    const { json, erased } = measure;
    const whole = this.#rules.apply(measure);
    if (erased) this.#tail.exchange(erased);
    this.#ports.audience.deliver(this.name, { event: "moderated", json });
    this.#ports.moderated(this, JSON.parse(json) as Moderated);
    if (!whole) void this.#reload();
  }

  #deliverTyping({ json, by }: TypingAnnouncement): void {
    this.#ports.audience.deliver(this.name, { event: "typing", json, except: by });
  }

  #applyPresence(change: PresenceAnnouncement): void {
    if (this.#presence.apply(change) !== "hole") return;
    this.#held = [change];
    void this.#reload();
  }

  /** Loads the state anew, delivers what was missed of it, then what was held back. */
  #reload(): Promise<void> {
    this.#held ??= [];
    if (!this.#reloading) this.#ports.reloading();
    this.#reloading ??= this.#load().finally(() => {
      this.#reloading = undefined;
    });
    return this.#reloading;
  }

  async #load(): Promise<void> {
    while (!this.#closed) {
      try {
        const state = await this.#ports.store.load(this.name);
        this.#catchUp(state);
        this.#presence.replace(state.roster);
        this.#release();
        // What was held back may have shown another hole, or an interruption: then it holds back again.
        if (!this.#held) return;
      } catch (error) {
        this.#ports.warn(this.name, error);
        await new Promise((resolve) => setTimeout(resolve, RELOAD_PAUSE_MS));
      }
    }
  }

  #catchUp(state: RoomState): void {
    const { audience, retention, now, moderated } = this.#ports;
    const { lastId } = this.#tail;
    const seen = this.#tail.messages;
    this.#tail = new Tail(retention, now, state.messages);
    for (const { id, json } of state.messages) {
      if (id > lastId) audience.deliver(this.name, { event: "message", json });
    }
    const timestamp = new Date(now()).toISOString();
    const held = this.#held ?? [];
    for (const done of this.#rules.replace(this.name, state, seen, held, timestamp)) {
      audience.deliver(this.name, { event: "moderated", json: JSON.stringify(done) });
    }
    moderated(this, undefined);
  }

  #release(): void {
    const held = this.#held ?? [];
    this.#held = undefined;
    for (const [index, announcement] of held.entries()) {
      this.#apply(announcement);
      // Another hole: what is left waits behind it.
      const again = this.#held as Announcement[] | undefined;
      if (again) {
        again.push(...held.slice(index + 1));
        return;
      }
    }
  }
}
