// Honest people who talk in a room of the fuzzed server meanwhile: two with the real client, one bare connection that
// repairs nothing. Nothing of theirs may be lost, doubled, out of order or invented.

import { checkHistory, describeViolation } from "../../faults/support/history-checker.ts";
import type { Sent } from "../../faults/support/history-checker.ts";
import { Observer } from "../../faults/support/observer.ts";
import { Person } from "../../faults/support/person.ts";
import { request } from "../../faults/support/http.ts";
import type { Message } from "@chat/protocol";
import { HONEST_ROOM } from "./requests.ts";
import { Violation } from "./violation.ts";

/** How long a message may take from being said to being shown to all, in milliseconds. */
const SHOWN_WITHIN_MS = 10_000;
const LOOK_EVERY_MS = 2;

/** The people. Let in by {@link HonestRoom.enter}. */
export class HonestRoom {
  readonly #url: string;
  readonly #people: readonly Person[];
  readonly #observer: Observer;
  /** What those who were here before have said, for the backlog holds it. */
  readonly #earlier: readonly Sent[];
  #said = 0;

  private constructor(
    url: string,
    people: readonly Person[],
    observer: Observer,
    earlier: readonly Sent[],
  ) {
    this.#url = url;
    this.#people = people;
    this.#observer = observer;
    this.#earlier = earlier;
    this.#said = earlier.reduce((sum, { texts }) => sum + texts.length, 0);
  }

  /**
   * Lets them in.
   *
   * @param earlier what was said in the room before
   * @throws Error where they are kept out
   */
  static async enter(url: string, earlier: readonly Sent[]): Promise<HonestRoom> {
    const people = ["honest-ada", "honest-bob"].map((name) => new Person(url, name, HONEST_ROOM));
    const observer = new Observer(url, "honest-observer", HONEST_ROOM, true);
    await Promise.all(people.map((person) => person.join()));
    if (!(await observer.until(() => observer.members !== undefined, SHOWN_WITHIN_MS))) {
      throw new Error("the observer was not let in");
    }
    return new HonestRoom(url, people, observer, [...earlier]);
  }

  /** All that was said in the room so far, by those of that name before too. */
  get sent(): readonly Sent[] {
    return this.#people.map(({ sent: { username, texts } }) => {
      const before = this.#earlier.find((one) => one.username === username)?.texts ?? [];
      return { username, texts: [...before, ...texts] };
    });
  }

  /**
   * Each says something, and sees it arrive.
   *
   * @throws Violation where it takes longer than 10 s
   */
  async exchange(): Promise<void> {
    const all = this.#people.map((person) => person.say(`${person.name} says ${++this.#said}`));
    await within(Promise.all(all), "what honest people say is not taken");
    const newest = Math.max(
      ...this.#people.map(({ acknowledged }) => acknowledged.at(-1)?.id ?? 0),
    );
    const shown = (): boolean =>
      [...this.#people, this.#observer].every(({ lastId }) => lastId >= newest);
    const late = performance.now() + SHOWN_WITHIN_MS;
    while (!shown()) {
      if (performance.now() > late) {
        throw new Violation("what honest people say is not shown", this.#describe());
      }
      // Each of the three hears it for itself, and any of them may be the last.
      await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
    }
  }

  /** Judges all that they sent and saw. @throws Violation */
  async judge(): Promise<void> {
    const refused = this.#people.flatMap(({ refused }) => refused);
    if (refused.length > 0) throw new Violation("honest people were refused", refused);
    const violations = [
      ...this.#observer.violations,
      ...checkHistory({
        sent: this.sent,
        acknowledged: this.#people.flatMap(({ acknowledged }) => acknowledged),
        views: [...this.#people, this.#observer].map(({ view }) => view),
        history: await this.#readHistory(),
        historyIsWhole: false,
      }),
    ];
    if (violations.length === 0) return;
    throw new Violation("honest people were harmed", violations.map(describeViolation));
  }

  async leave(): Promise<void> {
    this.#observer.close();
    await Promise.all(this.#people.map((person) => person.close()));
  }

  async #readHistory(): Promise<Message[]> {
    let messages: Message[] = [];
    for (;;) {
      const before = messages[0] === undefined ? "" : `&before=${messages[0].id}`;
      const path = `/api/rooms/${HONEST_ROOM}/history?limit=100${before}`;
      const page = (await request(this.#url, path)).body as { messages: Message[] };
      if (page.messages.length === 0) return messages;
      messages = [...page.messages, ...messages];
    }
  }

  #describe(): string {
    const last = [...this.#people, this.#observer].map(({ name, lastId }) => `${name}: ${lastId}`);
    return last.join(", ");
  }
}

async function within(work: Promise<unknown>, rule: string): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Violation(rule, `${SHOWN_WITHIN_MS} ms`)), SHOWN_WITHIN_MS);
  });
  try {
    await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
