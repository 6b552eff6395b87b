// A bare connection that repairs nothing: it shows whether the server alone keeps its promise of one stream without hole
// or repeat behind the backlog, and of presence that is told once. Follows one room, over lost connections too.

import type { Acknowledgement, Answers, Joined, Left, Message, RoomHistory } from "@chat/protocol";
import { type Socket, io } from "socket.io-client";

import type { Seen, View, Violation } from "./history-checker.ts";

/** A change of presence as it was told. */
export interface PresenceNotice {
  type: "joined" | "left";
  username: string;
  reason?: Left["reason"];
}

type JoinAcknowledgement = Acknowledgement<Answers["join"]>;

const RETRY_MS = 200;
const ANSWER_WITHIN_MS = 6_000;

/** The observer. */
export class Observer {
  readonly name: string;
  /** Every change of presence since the last (re)joining, and before. */
  readonly notices: PresenceNotice[] = [];
  readonly violations: Violation[] = [];
  readonly #room: string;
  readonly #trims: boolean;
  readonly #socket: Socket;
  readonly #seen: Seen[] = [];
  readonly #lookers = new Set<() => void>();
  #members: Set<string> | undefined;
  #from = 0;
  #lastId = 0;
  #timer: NodeJS.Timeout | undefined;
  #closed = false;

  /** @param trims whether the store may trim what was missed: then `prev` alone marks the hole, as for any client */
  constructor(url: string, name: string, room: string, trims = false) {
    this.name = name;
    this.#room = room;
    this.#trims = trims;
    this.#socket = io(url, { forceNew: true, reconnection: false, transports: ["websocket"] });
    this.#socket.on("connect", () => this.#join());
    this.#socket.on("connect_error", () => this.#later(() => this.#socket.connect()));
    this.#socket.on("disconnect", () => {
      this.#members = undefined;
      this.#later(() => this.#socket.connect());
    });
    this.#socket.on("room_history", (history: RoomHistory) => this.#takeHistory(history));
    this.#socket.on("message", (message: Message) => this.#take(message));
    this.#socket.on("user_joined", (joined: Joined) => {
      this.#change({ type: "joined", username: joined.username });
    });
    this.#socket.on("user_left", ({ username, reason }: Left) => {
      this.#change({ type: "left", username, reason });
    });
  }

  get lastId(): number {
    return this.#lastId;
  }

  /** Who is in the room as far as this connection was told, in no order; undefined while it is not in it. */
  get members(): ReadonlySet<string> | undefined {
    return this.#members;
  }

  /** What was heard, and for how much of the room it answers: from the backlog on, until it closed. */
  get view(): View {
    const until = this.#closed ? { until: this.#lastId } : {};
    return { name: this.name, from: this.#from, ...until, seen: this.#seen };
  }

  /** Settles once it has asked to be let in, whether or not it was. */
  async asked(): Promise<void> {
    if (!this.#socket.connected)
      await new Promise<void>((resolve) => this.#socket.once("connect", resolve));
  }

  /** Settles with whether it came to what `fits` looks for within `boundMs`. */
  until(fits: () => boolean, boundMs: number): Promise<boolean> {
    return new Promise((resolve) => {
      const look = (): void => {
        if (fits()) end(true);
      };
      const end = (fitted: boolean): void => {
        clearTimeout(timer);
        this.#lookers.delete(look);
        resolve(fitted);
      };
      const timer = setTimeout(() => end(false), boundMs);
      this.#lookers.add(look);
      look();
    });
  }

  close(): void {
    this.#closed = true;
    clearTimeout(this.#timer);
    this.#socket.disconnect();
  }

  #join(): void {
    const request = { room: this.#room, username: this.name, limit: 100 };
    const after = this.#lastId > 0 ? { after: this.#lastId } : {};
    const socket = this.#socket.timeout(ANSWER_WITHIN_MS);
    // By a callback and not a promise: what comes right behind the answer must find it taken in.
    socket.emit(
      "join",
      { ...request, ...after },
      (error: Error | null, answer?: JoinAcknowledgement) => {
        if (this.#closed || !this.#socket.connected) return;
        if (error !== null || answer?.ok !== true) return this.#later(() => this.#again());
        this.#members = new Set(answer.members);
        this.#look();
      },
    );
  }

  #again(): void {
    if (this.#socket.connected) this.#join();
  }

  #takeHistory({ messages, complete }: RoomHistory): void {
    const newer = messages.filter(({ id }) => id > this.#lastId);
    if (this.#seen.length === 0) this.#from = newer[0]?.prev ?? 0;
    if (!complete && this.#lastId > 0) {
      this.#seen.push({ gap: { after: this.#lastId, before: newer[0]?.id } });
    }
    for (const [at, message] of newer.entries()) this.#show(message, at > 0);
    this.#look();
  }

  #take(message: Message): void {
    this.#show(message, true);
    this.#look();
  }

  /** @param chained whether the message before it must be the one that was shown last */
  #show(message: Message, chained: boolean): void {
    const { id, prev } = message;
    const follows = !chained || prev === this.#lastId;
    // `prev` 0 says that the history was empty: after a flush nobody knows what was between.
    if (!follows && (prev === 0 || (this.#trims && prev > this.#lastId))) {
      this.#seen.push({ gap: { after: this.#lastId, before: id } });
    } else if (!follows) {
      const what = `${id} names ${prev}, but follows ${this.#lastId} in the stream`;
      this.violations.push({ kind: "lost", where: this.name, what });
    }
    this.#seen.push({ message });
    this.#lastId = Math.max(this.#lastId, id);
  }

  #change(notice: PresenceNotice): void {
    this.notices.push(notice);
    const { type, username } = notice;
    // Before the list is here: it is in the list.
    if (this.#members === undefined) return;
    const here = this.#members.has(username);
    if (here === (type === "joined")) {
      const what = `${username} ${type}, and was ${here ? "here already" : "not here"}`;
      this.violations.push({ kind: "presence", where: this.name, what });
    }
    if (type === "joined") this.#members.add(username);
    else this.#members.delete(username);
    this.#look();
  }

  #look(): void {
    for (const look of this.#lookers) look();
  }

  #later(act: () => void): void {
    if (this.#closed) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(act, RETRY_MS);
  }
}
