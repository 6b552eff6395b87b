// Being in a room: entering it on every connection, taking in what the server sends of it, repairing holes. Knows the
// room's state and how to ask; not the socket, the outbox or other rooms.

import { ChatError, PAGE_MAX, readMessage, type Message, type Moderated } from "@chat/protocol";

import { readJoined, readLeft, readRoomHistory, readTyping } from "./answers.ts";
import { describeModerated } from "./moderated-words.ts";
import { type RoomWelcome, readModerated } from "./moderation-answers.ts";
import { backOff } from "./back-off.ts";
import { pause, type Clock } from "./clock.ts";
import { repairGaps } from "./gap-repair.ts";
import type { Room } from "./room.ts";
import type { ServerRequests } from "./server-requests.ts";
import type { ChatEvent } from "./types.ts";

const JOIN_RETRY = { first: 250, most: 5_000 };

/** What a membership needs of the world. */
export interface MembershipPorts {
  username: string;
  /** The password of a private room, where it is known. */
  roomPassword: (room: string) => string | undefined;
  clock: Clock;
  /** From 0 up to 1. */
  random: () => number;
  /** Asks the server. */
  requests: ServerRequests;
  /** Whether the server can be asked. */
  connected: () => boolean;
  /** Hears what happened, in order. */
  emit: (event: ChatEvent) => void;
  /** Hears that a room can be posted to: it was entered, or will not be with this connection. */
  settled: (room: string) => void;
}

/** The membership of one room. */
export class Membership {
  readonly room: Room;
  /** Settles when the room was entered for the first time and its log is whole. @throws ChatError */
  readonly entered: Promise<void>;
  #ports: MembershipPorts;
  #resolve!: () => void;
  #reject!: (error: ChatError) => void;
  #turn = new AbortController();
  #repairing: Promise<void> | undefined;
  #wasJoined = false;
  #isOut = false;
  #password: string | undefined;

  /** @param password of a private room */
  constructor(room: Room, ports: MembershipPorts, password?: string) {
    this.room = room;
    this.#ports = ports;
    this.#password = password;
    this.entered = new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
    this.entered.catch(() => undefined);
  }

  /** Enters the room on a fresh connection; tries again while the server says that it cannot for the moment. */
  async enter(): Promise<void> {
    // Whom an operator took out comes back when a person wants it, not by itself.
    if (this.#isOut) return;
    this.interrupt();
    const { signal } = this.#turn;
    for (let failures = 1; ; failures++) {
      try {
        const welcome = await this.#ports.requests.join(this.#joinRequest());
        return signal.aborted ? undefined : this.#welcome(welcome);
      } catch (error) {
        if (!(error instanceof ChatError)) throw error;
        if (signal.aborted) return;
        if (!error.retryable) return this.refuse(error);
        this.room.setStatus("joining", error.toWire());
        const wait = backOff(failures, JOIN_RETRY, this.#ports.random());
        await pause(this.#ports.clock, Math.max(wait, error.retryAfterMs ?? 0), signal);
        // Without a connection the next one enters.
        if (signal.aborted || !this.#ports.connected()) return;
      }
    }
  }

  /** The connection is gone: the room is entered again with the next one. */
  interrupt(): void {
    this.#turn.abort();
    this.#turn = new AbortController();
    this.#repairing = undefined;
    if (this.room.status === "joined") this.room.setStatus("joining");
  }

  /** The server does not let this client in. The next connection tries once more. */
  refuse(error: ChatError): void {
    const again = this.room.status === "refused";
    this.room.setStatus("refused", error.toWire());
    if (!again) this.#ports.emit({ type: "refused", room: this.room.name, error: error.toWire() });
    this.#reject(error);
    this.#ports.settled(this.room.name);
  }

  /** Ends it. */
  end(error: ChatError): void {
    this.interrupt();
    this.room.close();
    this.#reject(error);
  }

  /** Takes in an event of this room. */
  receive(event: string, payload: unknown): void {
    if (event === "message") {
      const message = readMessage(payload);
      if (message !== undefined) this.receiveMessage(message);
    } else if (event === "room_history") {
      const history = readRoomHistory(payload);
      if (history !== undefined) this.room.receiveHistory(history);
      void this.repair();
    } else if (event === "user_joined") {
      const joined = readJoined(payload);
      if (joined !== undefined) this.room.receiveJoined(joined);
    } else if (event === "user_left") {
      const left = readLeft(payload);
      if (left !== undefined) this.room.receiveLeft(left);
    } else if (event === "moderated") {
      const moderated = readModerated(payload);
      if (moderated !== undefined) this.#receiveModerated(moderated);
    } else if (event === "typing") {
      const typing = readTyping(payload);
      if (typing !== undefined) this.room.receiveTyping(typing);
    }
  }

  /** Takes in a message of the present. */
  receiveMessage(message: Message): void {
    this.room.receiveMessage(message);
    if (this.room.log.hole) void this.repair();
  }

  /** Repairs the log where it has a hole. Settles when there is none, or the connection was lost. */
  repair(): Promise<void> {
    const { log, name } = this.room;
    if (!log.hole || !this.#ports.connected()) return this.#repairing ?? Promise.resolve();
    const { signal } = this.#turn;
    const repairing = (this.#repairing ??= repairGaps(
      log,
      {
        ...this.#ports,
        fetchPage: (after) => this.#ports.requests.history(name, { after }),
        appended: (entries) => this.room.append(entries),
      },
      signal,
    ).finally(() => {
      if (!signal.aborted) this.#repairing = undefined;
    }));
    return repairing;
  }

  #receiveModerated(moderated: Moderated): void {
    this.room.receiveModerated(moderated);
    const { action, username } = moderated;
    if ((action !== "kick" && action !== "ban") || username !== this.#ports.username) return;
    const what = describeModerated(moderated, (at) => at.toISOString());
    this.interrupt();
    this.#isOut = true;
    this.refuse(new ChatError(action === "ban" ? "banned" : "kicked", `You are out: ${what}.`));
  }

  #joinRequest(): Parameters<ServerRequests["join"]>[0] {
    const { name, log, backlog } = this.room;
    const { username, roomPassword } = this.#ports;
    const password = this.#password ?? roomPassword(name);
    const request = { room: name, username, ...(password !== undefined && { password }) };
    if (log.started) return { ...request, after: log.lastId, limit: PAGE_MAX };
    // At least one: without it nobody knows where the log begins, and a lost connection would lose what follows.
    return { ...request, limit: Math.max(1, backlog) };
  }

  #welcome(welcome: RoomWelcome): void {
    const { members } = welcome;
    const { room } = this;
    // A server that sent no history has none.
    if (!room.log.started) room.receiveHistory({ room: room.name, messages: [], complete: false });
    room.receiveWelcome(welcome);
    room.setStatus("joined");
    const again = this.#wasJoined;
    if (!again) this.#ports.emit({ type: "joined", room: room.name, members });
    this.#wasJoined = true;
    this.#ports.settled(this.room.name);
    const { signal } = this.#turn;
    void this.repair().then(() => {
      if (signal.aborted) return;
      if (again) this.#ports.emit({ type: "rejoined", room: room.name });
      this.#resolve();
    });
  }
}
