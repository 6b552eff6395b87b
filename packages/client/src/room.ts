// The state of one room: its log, its members, who types, how far back it was read. Knows no socket.

import type {
  Joined,
  Left,
  Message,
  Moderated,
  RoomHistory,
  Typing,
  WireError,
} from "@chat/protocol";

import type { Clock } from "./clock.ts";
import type { RoomWelcome } from "./moderation-answers.ts";
import { MemberList } from "./member-list.ts";
import { RoomLog } from "./room-log.ts";
import { TypingNames } from "./typing-names.ts";
import type { ChatEvent, Draft, Entry, RoomSnapshot } from "./types.ts";

/** How a room is kept. */
export interface RoomOptions {
  name: string;
  /** The own name: its coming and going is no news. */
  username: string;
  /** How many messages of the backlog to show. */
  backlog: number;
  /** Only what is newer than this id. */
  after?: number | undefined;
  /** How many entries stay in memory. */
  keepEntries: number;
  clock: Clock;
  /** Hears every entry that comes to the end, in order. */
  emit: (event: ChatEvent) => void;
  /** Hears that a new snapshot would look different. */
  changed: () => void;
}

/** One room, as this client knows it. */
export class Room {
  readonly name: string;
  readonly log: RoomLog;
  /** How many messages of the backlog to show. */
  readonly backlog: number;
  #options: RoomOptions;
  #status: RoomSnapshot["status"] = "joining";
  #error: WireError | undefined;
  #older: RoomSnapshot["older"] = "maybe";
  #members = new MemberList();
  #rules: Pick<RoomSnapshot, "topic" | "closed" | "private" | "operator"> = {
    ...{ topic: undefined, closed: false, private: false, operator: false },
  };
  #typing: TypingNames;
  #backlogEnd: number | undefined;
  #snapshot: RoomSnapshot | undefined;

  constructor(options: RoomOptions) {
    this.#options = options;
    this.name = options.name;
    this.backlog = options.backlog;
    this.log = new RoomLog(options.keepEntries);
    this.#typing = new TypingNames(options.clock, () => this.#touch());
    if (options.after !== undefined) this.log.resumeAfter(options.after);
  }

  get status(): RoomSnapshot["status"] {
    return this.#status;
  }

  /** Why it is not joined, where that is known. */
  get error(): WireError | undefined {
    return this.#error;
  }

  get older(): RoomSnapshot["older"] {
    return this.log.cut && this.#older === "none" ? "maybe" : this.#older;
  }

  /** The id that older history is asked for by. */
  get oldestId(): number {
    const oldest = this.log.entries.find((entry) => entry.type === "message");
    return oldest?.message.id ?? this.log.lastId + 1;
  }

  /** Sets how the room stands, without an error unless one is given. */
  setStatus(status: RoomSnapshot["status"], error?: WireError): void {
    this.#status = status;
    this.#error = error;
    if (status !== "joined") this.#typing.clear();
    this.#touch();
  }

  setOlder(older: RoomSnapshot["older"]): void {
    this.#older = older;
    this.#touch();
  }

  /** Takes in how the room is, as the server says on joining. */
  receiveWelcome({ members, deleted, ...rules }: RoomWelcome): void {
    this.#members.replace(members);
    this.#rules = rules;
    for (const id of deleted) this.log.erase(id);
    this.#touch();
  }

  /** Takes in what an operator did. */
  receiveModerated(moderated: Moderated): void {
    const { action, id, topic } = moderated;
    if (action === "delete" && id !== undefined) this.log.erase(id);
    if (action === "topic") this.#rules = { ...this.#rules, topic: topic || undefined };
    if (action === "close") this.#rules = { ...this.#rules, closed: true };
    if (action === "open") this.#rules = { ...this.#rules, closed: false };
    if (action === "password")
      this.#rules = { ...this.#rules, private: moderated.private === true };
    this.append(this.log.addNotice({ type: "moderated", ...moderated }));
  }

  /** Takes in a `room_history`: the beginning of the log, or what was missed. */
  receiveHistory(history: RoomHistory): void {
    this.#backlogEnd ??= history.messages.at(-1)?.id ?? this.log.lastId;
    if (this.log.started) return this.append(this.log.resume(history));
    const first = history.messages[0];
    const hidden = history.messages.length > this.backlog;
    const whole = first === undefined || history.complete || first.prev === 0;
    this.#older = whole && !hidden ? "none" : "maybe";
    this.append(this.log.begin(history, this.backlog));
  }

  /** Takes in a live message. */
  receiveMessage(message: Message): void {
    this.#typing.remove(message.username);
    this.append(this.log.receive(message));
  }

  receiveJoined(joined: Joined): void {
    if (joined.username === this.#options.username) return;
    this.#members.add(joined.username);
    this.append(this.log.addNotice({ type: "joined", ...joined }));
  }

  receiveLeft(left: Left): void {
    if (left.username === this.#options.username) return;
    this.#members.remove(left.username);
    this.#typing.remove(left.username);
    this.append(this.log.addNotice({ type: "left", ...left }));
  }

  receiveTyping({ username, typing }: Typing): void {
    if (username === this.#options.username) return;
    if (typing) this.#typing.add(username);
    else this.#typing.remove(username);
    this.#touch();
  }

  /** Puts a page of older history in front. */
  receiveOlder({ messages, complete }: RoomHistory): void {
    const first = messages[0];
    this.log.prepend(messages);
    this.setOlder(first === undefined || complete || first.prev === 0 ? "none" : "maybe");
  }

  /** Tells of entries that came to the log's end. */
  append(entries: readonly Entry[]): void {
    // First, so that a listener that looks at the snapshot sees what it is told of.
    this.#touch();
    for (const entry of entries) {
      this.#options.emit({
        type: "entry",
        room: this.name,
        entry,
        backlog: this.#isBacklog(entry),
      });
    }
  }

  /** The room as a face sees it. The same object until something changes. */
  snapshot(drafts: readonly Draft[]): RoomSnapshot {
    if (this.#snapshot?.drafts === drafts) return this.#snapshot;
    this.#snapshot = {
      room: this.name,
      status: this.#status,
      ...(this.#error && { error: this.#error }),
      entries: this.log.entries,
      drafts,
      members: this.#members.names,
      ...this.#rules,
      typing: this.#typing.names,
      lastId: this.log.lastId,
      older: this.older,
    };
    return this.#snapshot;
  }

  /**
   * The own message behind `after` that says `text`: `absent` where the log is whole since then and has none,
   * `unknown` where it cannot tell.
   */
  findOwn(text: string, after: number | undefined): Message | "absent" | "unknown" {
    if (after === undefined || this.log.hole) return "unknown";
    for (const entry of [...this.log.entries].reverse()) {
      if (entry.type === "gap") return "unknown";
      if (entry.type !== "message") continue;
      const { message } = entry;
      if (message.id <= after) return "absent";
      if (message.username === this.#options.username && message.message === text) return message;
    }
    return after === 0 && !this.log.cut ? "absent" : "unknown";
  }

  /** Lets go of its timers. */
  close(): void {
    this.#typing.clear();
  }

  #isBacklog(entry: Entry): boolean {
    const end = this.#backlogEnd ?? 0;
    if (entry.type === "message") return entry.message.id <= end;
    return entry.type === "gap" && (entry.before ?? entry.after) <= end;
  }

  #touch(): void {
    this.#snapshot = undefined;
    this.#options.changed();
  }
}
