// Somebody in the chat, made of the real client: says things, and keeps what was acknowledged and all that was shown.
// Judges nothing.

import { ChatClient, type ChatEvent, type GapEntry } from "@chat/client";
import type { Message } from "@chat/protocol";

import type { Seen, Sent, View } from "./history-checker.ts";

/** A member of one room. */
export class Person {
  readonly name: string;
  readonly client: ChatClient;
  /** What the server has, in the order of the acknowledgements. */
  readonly acknowledged: Message[] = [];
  /** What was refused for good, which must not happen. */
  readonly refused: string[] = [];
  readonly #room: string;
  readonly #texts: string[] = [];
  readonly #events: (Message | GapEntry)[] = [];
  readonly #backlogMax = 100;
  #backlog = 0;
  #gone = false;
  #stay: { from: number; until?: number } = { from: 0 };

  /** @param keep how many entries the client keeps: more than a run has messages */
  constructor(url: string, name: string, room: string, keep = 100_000) {
    this.name = name;
    this.#room = room;
    this.client = new ChatClient({ url, username: name, keepEntries: keep });
    this.client.listen((event) => this.#note(event));
    this.client.connect();
  }

  /** What was handed over, in this order. */
  get sent(): Sent {
    return { username: this.name, texts: this.#texts };
  }

  /** The newest id shown, 0 where there is none. */
  get lastId(): number {
    const message = this.#events.findLast((one): one is Message => "message" in one);
    return message?.id ?? 0;
  }

  /** What was shown, and for how much of the room it answers. */
  get view(): View {
    const entries = this.client.getSnapshot().rooms.get(this.#room)?.entries ?? [];
    const gaps = new Map(entries.map((entry) => [entry.key, entry]));
    const seen = this.#events.map((one): Seen => {
      if ("message" in one) return { message: one };
      // Where it ends may have become known after it was told of.
      const gap = gaps.get(one.key) ?? one;
      return { gap: gap.type === "gap" ? gap : one };
    });
    return { name: this.name, ...this.#stay, seen };
  }

  /** Enters the room and settles once the backlog is there. */
  async join(): Promise<void> {
    await this.client.join(this.#room);
    // A full backlog begins somewhere; one that is not full is all there is.
    const [first] = this.#events;
    if (this.#backlog < this.#backlogMax || first === undefined) return;
    this.#stay.from = "message" in first ? first.prev : first.after;
  }

  /** Leaves the room: what comes after is none of this person's business. */
  async leave(): Promise<void> {
    this.#gone = true;
    this.#stay.until = this.lastId;
    await this.client.leave(this.#room);
  }

  /** Whether this person went, and says nothing any more. */
  get gone(): boolean {
    return this.#gone;
  }

  /** Closes the client: with a goodbye where it is connected, else without a word. */
  async close(): Promise<void> {
    this.#gone = true;
    this.#stay.until ??= this.lastId;
    await this.client.close();
  }

  /** Says a text that nobody said before, and settles once the server has it. Never rejects. */
  async say(text: string): Promise<void> {
    this.#texts.push(text);
    try {
      this.acknowledged.push(await this.client.send(this.#room, text).stored);
    } catch (error) {
      // Whoever is gone has no say in what becomes of a draft.
      if (!this.#gone) this.refused.push(`"${text}": ${(error as Error).message}`);
    }
  }

  #note(event: ChatEvent): void {
    if (event.type !== "entry" || event.room !== this.#room || this.#stay.until !== undefined)
      return;
    const { entry } = event;
    if (event.backlog) this.#backlog++;
    if (entry.type === "message") this.#events.push(entry.message);
    else if (entry.type === "gap") this.#events.push(entry);
  }
}
